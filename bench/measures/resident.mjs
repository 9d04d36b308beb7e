/**
 * Measures the CPU and memory that vimtrace's own processes use while they wait: without tracer and pager.
 * They run a copy of Node, because pages that they share with the benchmark's Node would count half (PSS).
 */
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { amount, difference } from '../figures.mjs';
import { activity, childrenOf, memory } from '../processes.mjs';
import { RULER, Terminal } from '../terminal.mjs';
import { until } from '../wait.mjs';

const INTERVAL = 2000;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const total = (pids) => JSON.stringify(activity(pids));

/** Wait until the processes have used no CPU for 300 ms: then their start-up is over. */
const settled = (pids) =>
  until('the processes to come to rest', async () => {
    const before = total(pids);
    await pause(300);
    return total(pids) === before;
  });

async function rest(pids) {
  await settled(pids);
  const before = activity(pids);
  await pause(INTERVAL);
  const after = activity(pids);
  return {
    ticks: after.ticks - before.ticks,
    switches: after.switches - before.switches,
    ...memory(pids),
  };
}

const child = (pid, name) =>
  until(`${name} under ${pid}`, () => childrenOf(pid).find((each) => each.name === name));
const sleeping = async (pid) => (await child((await child(pid, 'strace')).pid, 'sleep')).pid;

export async function resident({ place }) {
  const bin = place.at('copy');
  mkdirSync(bin);
  copyFileSync(process.execPath, `${bin}/node`);
  const terminal = new Terminal(place, { PATH: `${bin}:${place.env.PATH}` });
  await terminal.prompt();
  const spawn = `require('child_process').spawn('strace',['-o','/dev/null','sleep','600'],{stdio:'inherit'})`;
  // Read the copy of Node from the disk before anything is measured.
  await terminal.run('node -e 0', /ready\$ $/);

  const bare = terminal.run(`node -e "${spawn}"`, /ready\$ $/);
  const node = (await until('node', () => childrenOf(terminal.pid)[0])).pid;
  const bareSleep = await sleeping(node);
  const plain = await rest([node]);
  process.kill(bareSleep);
  await bare;

  const screen = terminal.run('vimtrace strace sleep 600', RULER);
  const own = (await until('vimtrace', () => childrenOf(terminal.pid)[0])).pid;
  const program = await sleeping(own);
  const waiting = await until('monitor and guard', () => {
    const pids = childrenOf(own).map(({ pid }) => pid);
    return pids.length === 3 && pids.filter((pid) => childrenOf(pid).length === 0);
  });
  const tracing = await rest([own, ...waiting]);
  process.kill(program);
  await screen;
  const paging = await rest([own, ...waiting]);
  await terminal.quit();
  await terminal.end();
  rmSync(bin, { recursive: true });

  const of = (what, unit, name, bar, compared) =>
    [
      ['tracing', tracing],
      ['paging', paging],
    ].map(([phase, used]) =>
      compared
        ? difference(`${name}, ${phase}: bare Node`, unit, [used[what]], [plain[what]])
        : amount(`${name}, ${phase}`, unit, [used[what]], bar),
    );
  return [
    ...of('ticks', 'ticks', `CPU in ${INTERVAL / 1000} s`, 0),
    ...of('switches', 'times', `context switches in ${INTERVAL / 1000} s`, 0),
    ...of('pss', 'MB', 'PSS', 42),
    ...of('pss', 'MB', 'PSS', undefined, true),
    ...of('rss', 'MB', 'RSS', undefined, true),
  ];
}
