/**
 * Measures --report on a generated trace: the time with Node's start, and the memory, which must not grow with the trace.
 * With a path in STRACE_PROCESS_TREE, `tree` is compared with mgedmin's strace-process-tree.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { amount, interleaved, ratio } from '../figures.mjs';
import { writeTrace } from '../large-trace.mjs';

/** The slowest that is allowed (bytes/ms): 80 MB/s. */
const SLOWEST = 80_000;
/** The most memory that is allowed (MB of 1024 kB). */
const MOST = 130;
/** The largest ratio of the memory for a large trace to the memory for a small one. */
const GROWTH = 1.05;
const LARGE = 160e6;
const SMALL = 16e6;

export async function reports({ place, quick }) {
  const large = place.at('work/large');
  const small = place.at('work/small');
  const size = writeTrace(large, LARGE);
  writeTrace(small, SMALL);
  const run = (command, ...args) => {
    const start = performance.now();
    const { status, stderr } = spawnSync(command, args, {
      env: place.env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${status} ${stderr}`);
    return performance.now() - start;
  };
  const report = (what, trace) => run(place.at('bin/vimtrace'), `--report=${what}`, trace);
  /** The resident memory of Node at its largest (MB), looked at every few ms. */
  const peak = async (what, trace) => {
    const child = spawn(place.at('bin/vimtrace'), [`--report=${what}`, trace], {
      env: place.env,
      stdio: 'ignore',
    });
    let most = 0;
    const timer = setInterval(() => {
      const [, kilobytes] = /^VmHWM:\s*(\d+)/m.exec(statusOf(child.pid)) ?? [];
      if (kilobytes !== undefined) most = Math.max(most, Number(kilobytes) / 1024);
    }, 2);
    await once(child, 'exit');
    clearInterval(timer);
    return most;
  };

  const rounds = quick ? 1 : 5;
  const ways = ['calls', 'files', 'failed'].map((what) => [what, () => report(what, large)]);
  const times = await interleaved(rounds, Object.fromEntries(ways));
  const results = Object.entries(times).map(([what, values]) =>
    amount(`--report=${what}, 160 MB`, 'ms', values, Math.round(size / SLOWEST)),
  );
  results.push(...(await tree({ large, rounds, report, run })));
  for (const what of ['calls', 'files', 'failed', 'tree']) {
    const memory = await interleaved(quick ? 1 : 3, {
      large: () => peak(what, large),
      small: () => peak(what, small),
    });
    results.push(amount(`memory of --report=${what}, 160 MB`, 'MB', memory.large, MOST));
    // The rows of `tree` are its processes, which are kept until the end.
    const bar = what === 'tree' ? undefined : GROWTH;
    const name = `memory of --report=${what}, 160 MB: 16 MB`;
    results.push(ratio(name, 'MB', memory.large, memory.small, bar));
  }
  for (const path of [large, small]) rmSync(path);
  return results;
}

async function tree({ large, rounds, report, run }) {
  const other = process.env.STRACE_PROCESS_TREE;
  const ours = () => report('tree', large);
  if (other === undefined) {
    const { values } = await interleaved(rounds, { values: ours });
    return [amount('--report=tree, 160 MB', 'ms', values)];
  }
  const times = await interleaved(rounds, { ours, theirs: () => run('python3', other, large) });
  return [ratio('--report=tree, 160 MB: strace-process-tree', 'ms', times.ours, times.theirs, 0.7)];
}

/** What /proc says of the process `pid`; empty if the process has ended. */
function statusOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/status`, 'latin1');
  } catch {
    return '';
  }
}
