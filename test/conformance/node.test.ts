/** What vimtrace assumes about Node: signals, terminal modes, stopping itself. */
import type { Writable } from 'node:stream';
import { execaSync } from 'execa';
import { describe, expect, test } from 'vitest';
import { outputOf } from '../harness/command.ts';
import { place } from '../harness/place.ts';
import { Session } from '../harness/session.ts';
import { shell } from '../harness/shells.ts';
import { start } from '../harness/start.ts';

const HUP = 1 << 0;
const INT = 1 << 1;
const USR1 = 1 << 9;

const ignored = (status: string): number =>
  Number.parseInt(/SigIgn:\s*([0-9a-f]+)/.exec(status)?.[1] ?? 'none', 16);

/** The signals that `command` reports as ignored, run by a sh that ignores HUP, INT and USR1. */
const underTrap = (command: string, ...args: readonly string[]): number =>
  ignored(outputOf('sh', ['-c', 'trap "" HUP INT USR1; exec "$@"', 'sh', command, ...args]));

describe('N1: signals ignored at the start', () => {
  test('N1: a sh sees the ignored signals in /proc/self/status', () => {
    const script = 'while read -r line; do echo "$line"; done </proc/self/status';
    expect(underTrap('sh', '-c', script)).toBe(HUP | INT | USR1);
  });

  test('N1: Node resets the ignored signals in itself', () => {
    const script = 'console.log(require("fs").readFileSync("/proc/self/status", "utf8"))';
    expect(underTrap(process.execPath, '-e', script) & (HUP | INT | USR1)).toBe(0);
  });

  test('N1: a child of Node ignores no signal', () => {
    const script =
      'require("child_process").execFileSync("cat", ["/proc/self/status"], {stdio: "inherit"})';
    expect(underTrap(process.execPath, '-e', script)).toBe(0);
  });
});

test('N14: Node raises its soft limit of open files to the hard one, for its children too', () => {
  const script = `ulimit -S -n 50; ulimit -H -n; exec "$@"`;
  const child =
    'require("child_process").execFileSync("sh", ["-c", "ulimit -S -n"], {stdio: "inherit"})';
  const printed = outputOf('sh', ['-c', script, 'sh', process.execPath, '-e', child]);
  const [hard, soft] = printed.split('\n');
  expect(soft).toBe(hard);
});

describe('N2: Node writes the modes that it found back at its end', () => {
  const change = `node -e 'require("child_process").execFileSync("sh", ["-c", "stty -echo </dev/tty"])'`;
  test.for([
    { where: 'if standard input is a terminal', redirection: '>/dev/null 2>&1', found: 'echo' },
    {
      where: 'if standard error is a terminal',
      redirection: '</dev/null >/dev/null',
      found: 'echo',
    },
    {
      where: 'but not if none of 0-2 is a terminal',
      redirection: '</dev/null >/dev/null 2>&1',
      found: '-echo',
    },
  ])('N2: $where', async ({ redirection, found }) => {
    const where = place();
    const session = new Session(where, 'sh', [
      '-c',
      `${change} ${redirection}; stty -a | tr ' ' '\\n' | grep -x -e echo -e -echo >found`,
    ]);
    await session.exit();
    expect(where.read('work/found').trim()).toBe(found);
  });
});

test('N4: tpgid is the foreground group, and -1 without a terminal', async () => {
  const where = place();
  const session = new Session(where, 'sh', [
    '-c',
    'cat /proc/self/stat >front; setsid -w cat /proc/self/stat >none',
  ]);
  await session.exit();
  const fields = (name: string) => where.read(`work/${name}`).split(') ')[1]?.split(' ') ?? [];
  expect(fields('front')[5]).toBe(String(session.pid));
  expect(fields('front')[2]).toBe(String(session.pid));
  expect(fields('none')[5]).toBe('-1');
});

describe('N5: kill(2) with SIGTSTP for Node itself', () => {
  const kill = 'process.kill(process.pid, "SIGTSTP")';
  const say = (what: string): string => `require("fs").writeSync(1, "${what}\\n")`;

  test.for([
    ['process.pid', 'itself'],
    ['0', 'its group'],
  ])('N5: stops Node before the next statement, sent to %s', async ([to]) => {
    const session = await shell('bash', place());
    session.line(
      `node -e 'process.kill(${to}, "SIGTSTP"); ${say('next')}; process.exit(4)'; echo "status:$?"`,
    );
    await session.sees('status:148');
    await session.prompt();
    const before = (await session.screen()).filter((line) => line === 'next');
    expect(before).toEqual([]);
    session.line('fg; echo "status:$?"');
    await session.sees('status:4');
    await session.sees(/^next$/);
  });

  test('N5: does not stop Node if it has a listener', async () => {
    const session = await shell('bash', place());
    session.line(
      `node -e 'process.on("SIGTSTP", () => { ${say('heard')}; process.exit(4) }); ${kill}; ${say('next')}; setInterval(() => {}, 1e6)'; echo "status:$?"`,
    );
    await session.sees('status:4');
    expect(session.transcript).toMatch(/next\r\nheard\r\n/);
  });

  test.for([
    'SIGTSTP',
    'SIGTTIN',
    'SIGTTOU',
  ])('N5: has no effect in an orphaned group, as %s', async (signal) => {
    const session = new Session(place(), 'node', [
      '-e',
      `process.kill(0, "${signal}"); ${say('went on')}; process.exit(4)`,
    ]);
    expect(await session.exit()).toEqual({ exitCode: 4, signal: 0 });
    await session.sees('went on');
  });
});

describe('N16: a here document as a pipe', () => {
  const script = (sh: string): string =>
    `exec 7<<end\n\nend\n[ -p /proc/self/fd/7 ] || exit 1; exec 8>/proc/self/fd/7; read -r x <&7; echo ${sh} >&8; read -r x <&7; echo "$x"`;

  test.for([['dash'], ['bash'], ['busybox', 'sh']] as const)('N16: is made by %s', ([
    sh,
    ...applet
  ]) => {
    expect(outputOf(sh, [...applet, '-c', script(sh)])).toBe(`${sh}\n`);
  });

  test('N16: is not made by mksh', () => {
    expect(execaSync('mksh', ['-c', script('mksh')], { reject: false }).exitCode).toBe(1);
  });
});

test('N17: Node does not exit while a read waits for a pipe, and exits when the read has ended', async () => {
  const script =
    'require("fs").read(3, new Uint8Array(1), () => undefined); console.log("exiting"); process.exit(7)';
  const child = start(process.execPath, ['-e', script], {
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  });
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  // Another Node starts and ends meanwhile: enough time for an exit.
  execaSync(process.execPath, ['-e', '0']);
  expect(child.exitCode).toBe(null);
  (child.stdio[3] as Writable).end();
  expect((await child).exitCode).toBe(7);
});
