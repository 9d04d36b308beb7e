/** What vimtrace assumes about strace: its trace, its end, the signals that it ignores. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { outcome } from '../harness/command.ts';
import { type Place, place } from '../harness/place.ts';
import { childrenOf, processOf } from '../harness/proc.ts';
import { shell } from '../harness/shells.ts';

const run = (where: Place, command: string, ...args: readonly string[]) =>
  outcome(where, command, args);

const ignored = (pid: number): number =>
  Number.parseInt(
    /SigIgn:\s*([0-9a-f]+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 'none',
    16,
  );

const mask = (...signals: readonly number[]): number =>
  signals.reduce((all, signal) => all | (1 << (signal - 1)), 0);
/** The mask of HUP, INT, QUIT, PIPE and TERM. */
const ends = mask(1, 2, 3, 13, 15);

test('T2: strace -o writes to /proc/self/fd/N', () => {
  const where = place();
  run(where, 'sh', '-c', 'exec strace -o /proc/self/fd/7 true 7>trace');
  expect(where.read('work/trace')).toContain('+++ exited with 0 +++');
});

test('T2: strace -ff -o FILE writes FILE.PID for every process', () => {
  const where = place();
  run(where, 'strace', '-ff', '-o', 'trace', 'sh', '-c', 'true; /bin/true; echo $$ >pid; exit 3');
  const traces = where.list('work').filter((name) => /^trace\.\d+$/.test(name));
  expect(traces.length).toBe(2);
  expect(where.list('work')).not.toContain('trace');
  const ofFirst = where.read(`work/trace.${where.read('work/pid').trim()}`);
  expect(ofFirst).toContain('+++ exited with 3 +++');
});

test.for([
  'strace',
  'ltrace',
])('T3: %s reports a missing program, exits with 1 and traces nothing', (tracer) => {
  const where = place();
  const { status, stderr } = run(where, tracer, '-o', 'trace', './missing');
  expect(status).toBe(1);
  expect(stderr).toContain('./missing');
  expect(where.list('work').includes('trace') ? where.read('work/trace') : '').toBe('');
});

describe('T4: strace ends as its tracee did', () => {
  test.for([0, 1, 42, 255])('T4: with code %i', (code) => {
    expect(run(place(), 'strace', '-o', 'trace', 'sh', '-c', `exit ${code}`).status).toBe(code);
  });

  test.for(['SIGHUP', 'SIGUSR1', 'SIGQUIT', 'SIGSEGV', 'SIGKILL'])('T4: by %s', (signal) => {
    const where = place();
    const ended = run(
      where,
      'sh',
      '-c',
      `ulimit -c unlimited; exec strace -o trace sh -c 'kill -${signal.slice(3)} $$'`,
    );
    expect(ended.signal).toBe(signal);
    expect(where.read('work/trace')).toContain(`+++ killed by ${signal}`);
  });
});

describe('T5, H4: strace itself', () => {
  test.for([
    { args: '-o trace', isIgnoring: true },
    { args: '-I3', isIgnoring: true },
    { args: '', isIgnoring: false },
  ])('T5: ignores its signals only with a file or -I3: strace $args', async ({
    args,
    isIgnoring,
  }) => {
    const where = place();
    const session = await shell('bash', where);
    session.line(`mkfifo gate; nohup strace ${args} cat gate`);
    const { pid } = await session.until('strace with its tracee', () =>
      childrenOf(session.pid).find(
        (each) =>
          each.command.startsWith('strace') &&
          childrenOf(each.pid).some(({ command }) => command.startsWith('cat')),
      ),
    );
    expect(ignored(pid) & ends).toBe(isIgnoring ? ends : 0);
    if (!isIgnoring) return;
    process.kill(pid, 'SIGTERM');
    process.kill(pid, 'SIGHUP');
    const [tracee] = childrenOf(pid);
    process.kill(tracee?.pid ?? pid, 'SIGINT');
    await session.until(
      'strace to end of what its tracee ended of',
      () => processOf(pid) === undefined,
    );
    session.line('echo "status:$?"');
    await session.sees('status:130');
  });

  test.for([
    { args: '', stays: 0 },
    { args: '-o trace', stays: 0 },
    { args: '-I1', stays: mask(1) },
    { args: '-I1 -o trace', stays: mask(1) },
  ])('T5: keeps SIGHUP ignored only under -I1, and ends by ^C: strace $args -p PID', async ({
    args,
    stays,
  }) => {
    const session = await shell('bash', place());
    session.line(`mkfifo gate; cat gate & (trap "" HUP; exec strace ${args} -p $!)`);
    await session.until('strace to attach', () => /Process \d+ attached/.test(session.transcript));
    const strace = childrenOf(session.pid).find(({ command }) => command.startsWith('strace'));
    expect(ignored(strace?.pid ?? 0) & ends).toBe(stays);
    session.type('\x03');
    await session.prompt();
    session.line('echo "status:$?"');
    await session.sees('status:130');
  });
});
