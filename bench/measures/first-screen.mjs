/** Measures the time to the pager's first screen, from Return and from the tracer's end, by size of the trace. */
import { closeSync, fstatSync, openSync, readdirSync, readSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { execaSync } from 'execa';
import { amount, difference, interleaved, ratio } from '../figures.mjs';
import { RULER } from '../terminal.mjs';

/** Arguments for strace that make a trace of about `megabytes`: reads and writes of `size` bytes, printed as \0. */
const program = (megabytes, size) =>
  `-s ${size} dd if=/dev/zero of=/dev/null bs=${size} count=${Math.round((megabytes * 1e6) / (4 * size + 60))} status=none`;

const fromReturn = (terminal, line) => async () => {
  const { took } = await terminal.run(line, RULER);
  await terminal.quit();
  return took;
};

export async function smallTrace({ place, terminal, quick }) {
  const file = place.at('work/trace');
  const { ours, bare, none } = await interleaved(quick ? 10 : 30, {
    ours: fromReturn(terminal, 'vimtrace strace true'),
    bare: fromReturn(terminal, `node -e 0; strace -o ${file} true; vim -R ${file}`),
    none: fromReturn(terminal, 'f true'),
  });
  return [
    difference('Return to screen, true: node -e 0; strace -o F; vim -R F', 'ms', ours, bare, 8),
    difference('Return to screen, true: shell function', 'ms', ours, none),
  ];
}

/** A run that failed, with 1 MB of trace in lines of 80 bytes. Opened again: the time of the tracing would hide the pager's. */
export async function atCause({ terminal, quick }) {
  const dd = 'dd if=/dev/zero of=/dev/null bs=16 count=6500 status=none';
  await fromReturn(terminal, `vimtrace strace -f sh -c '${dd}; cat nothing; exit 1'`)();
  const { cause, start } = await interleaved(quick ? 5 : 60, {
    cause: fromReturn(terminal, 'vimtrace --last'),
    start: fromReturn(terminal, 'vimtrace --at=start --last'),
  });
  return [difference('Return to screen at the cause, 1 MB: --at=start', 'ms', cause, start, 15)];
}

/**
 * Pin tracer and program to one processor, and the pager to another; false if there is only one. Without pinning,
 * a virtual machine takes five times as long for each traced call, because it wakes a sleeping processor
 * twice. That time would hide the pager's.
 */
function separate({ place, terminal }) {
  if (availableParallelism() < 2) return false;
  const pager = '#!/bin/sh\nexec taskset -c 1 /usr/bin/vim "$@"\n';
  writeFileSync(place.at('bin/vim'), pager, { mode: 0o755 });
  return !execaSync('taskset', ['-pc', '0', String(terminal.pid)], { reject: false }).failed;
}

export async function largeTraces({ place, terminal, quick }) {
  const isApart = separate({ place, terminal });
  const results = [];
  for (const [megabytes, size, rounds, bar] of [
    [30, 512, quick ? 3 : 11, 0.8],
    [300, 4096, quick ? 1 : 5, 0.7],
  ]) {
    const { ours, pipe } = await interleaved(rounds, {
      ours: fromReturn(terminal, `vimtrace strace ${program(megabytes, size)}`),
      pipe: fromReturn(terminal, `f ${program(megabytes, size)}`),
    });
    const name = `Return to screen, ${megabytes} MB${isApart ? ', pager apart' : ''}: shell function`;
    results.push(ratio(name, 'ms', ours, pipe, bar));
  }
  return results;
}

/** The time in the last line of a trace of strace -ttt, as epoch milliseconds. */
function lastTime(path) {
  const fd = openSync(path, 'r');
  const end = Buffer.alloc(200);
  const size = readSync(fd, end, 0, end.length, Math.max(0, fstatSync(fd).size - end.length));
  closeSync(fd);
  return parseFloat(end.toString('latin1', 0, size).trimEnd().split('\n').at(-1)) * 1000;
}

export async function afterTracing({ place, terminal, quick }) {
  const file = place.at('work/trace');
  const results = [];
  const way = (line) => async () => {
    const { end } = await terminal.run(line, RULER);
    await terminal.quit();
    return end - lastTime(file);
  };
  for (const [megabytes, size, rounds] of [
    [1, 512, quick ? 5 : 15],
    [100, 4096, quick ? 1 : 3],
  ]) {
    const traced = program(megabytes, size);
    const { ours, bare } = await interleaved(rounds, {
      ours: way(`vimtrace -o ${file} strace -ttt ${traced}`),
      bare: way(`strace -ttt -o ${file} ${traced}; vim -R ${file}`),
    });
    results.push(
      difference(
        `tracer's end to screen, ${megabytes} MB: strace -o F; vim -R F`,
        'ms',
        ours,
        bare,
      ),
    );
  }
  return results;
}

/** strace -ff: the list of the processes is made between the tracer's end and the first screen. */
export async function manyProcesses({ place, terminal, quick }) {
  const program = "sh -c 'i=0; while [ $i -lt 2000 ]; do /bin/true; i=$((i+1)); done'";
  const took = [];
  for (let round = 0; round < (quick ? 1 : 3); round += 1) {
    const { end } = await terminal.run(`vimtrace strace -ff -ttt ${program}`, RULER);
    await terminal.quit();
    const list = execaSync(place.at('bin/vimtrace'), ['--list', '--json'], { env: place.env });
    const [{ file }] = JSON.parse(list.stdout);
    took.push(end - Math.max(...readdirSync(file).map((name) => lastTime(`${file}/${name}`))));
  }
  return [amount("tracer's end to screen, 2000 processes", 'ms', took, 2000)];
}
