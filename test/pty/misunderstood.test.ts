/** A word that the monitor, the guard or Node does not know: a message, status 125, no trace or terminal lost. */
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test, vi } from 'vitest';
import { outcome } from '../harness/command.ts';
import { type Monitor, place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { expectWhole } from '../harness/whole.ts';
import { guarded, modes, unharmed } from './faults.ts';
import { isAlive } from './gone.ts';
import { kept, spools, status } from './typing.ts';

const monitors: readonly Monitor[] = ['dash', 'bash', 'busybox'];
const wide = { columns: 250, rows: 30 };
const TRACED = 'vimtrace strace sh -c "exit 3"';
const root = (): string => join(inject('prefix'), 'lib/node_modules/vimtrace');

describe.for(monitors)('monitored by %s', (name) => {
  test.for([
    { line: 'noise \x1b[2J', told: 'it reported "noise ?[2J", which means nothing' },
    { line: 'status 256', told: 'it reported "status 256", which means nothing' },
    { line: 'pager none', told: 'it reported "pager none", which means nothing' },
  ])('a report that Node does not know ends in a message: $line', async ({ line, told }) => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const loud = `#!/bin/sh\nprintf '%s\\n' '${line}' >&4\nexec ${inject('monitors')[name]} "$@"\n`;
    const sh = where.write('tmp/sh', loud, 0o755);
    const session = await shell('bash', where, wide);
    const before = await modes(session, where);
    session.line(`VIMTRACE_SH=${sh} ${TRACED}`);
    await session.sees('vimtrace: the trace is kept in ');
    await session.prompt();
    expect(session.transcript).toContain(
      `vimtrace: cannot run the monitor of the pager: ${told}; set VIMTRACE_SH to `,
    );
    expect(await status(session)).toBe(125);
    await unharmed(session, where, before);
    expectWhole(kept(where), 'exited with 3');
  });

  test('a verb that the monitor does not know ends in a message', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const script = join(where.directory, 'tmp/monitor.sh');
    const text = readFileSync(join(root(), 'src/sh/monitor.sh'), 'utf8');
    expect(text).toContain('\tyield)\n');
    writeFileSync(script, text.replace('\tyield)\n', '\tcede)\n'));
    const other = `#!/bin/sh\n[ "$1" != -m ] || exec ${inject('monitors')[name]} "$@"\nshift\nexec ${inject('monitors')[name]} ${script} "$@"\n`;
    const sh = where.write('tmp/sh', other, 0o755);
    const session = await shell('bash', where, wide);
    const before = await modes(session, where);
    session.line(`VIMTRACE_SH=${sh} ${TRACED}`);
    await guarded(session);
    session.type('\x1a');
    await session.sees('vimtrace: the trace is kept in ');
    await session.prompt();
    expect(session.transcript).toContain(
      'cannot run the monitor of the pager: it does not know the verb "yield"; ',
    );
    expect(await status(session)).toBe(125);
    await unharmed(session, where, before);
    expectWhole(kept(where), 'exited with 3');
  });
});

describe('a guard that does not know a word', () => {
  const launcher = (directory: string): string => {
    const copy = join(directory, 'package');
    cpSync(root(), copy, { recursive: true });
    const guard = join(copy, 'src/sh/guard.sh');
    const text = readFileSync(guard, 'utf8');
    expect(text).toContain('\tdrawn)');
    expect(text).toContain('\t*) status=3');
    const told = text.replace('\tdrawn)', '\tpainted)');
    writeFileSync(guard, told.replace('\t*) status=3', `\t*) : >${directory}/tmp/told; status=3`));
    return join(copy, 'bin/vimtrace');
  };

  test('makes vimtrace end with a message, after the pager was quit', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell('bash', where, wide);
    const before = await modes(session, where);
    session.line(`${launcher(where.directory)} strace sh -c "exit 3"`);
    const { pager } = await session.pager('execve(');
    // The word comes some time after the pager has started.
    await session.until('the word', () => existsSync(join(where.directory, 'tmp/told')));
    await session.idle(pager.pid);
    session.type('q');
    await session.sees('vimtrace: cannot go on: the guard was told a word that it does not know; ');
    await session.prompt();
    expect(await status(session)).toBe(125);
    await unharmed(session, where, before);
    expect(spools(where)).toEqual([]);
  });

  test('restores the terminal all the same when the monitor is killed', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell('dash', where, wide);
    const before = await modes(session, where);
    session.line(`${launcher(where.directory)} strace sh -c "exit 3"`);
    const { monitor, pager } = await session.pager('execve(');
    await session.idle(pager.pid);
    process.kill(monitor.pid, 'SIGKILL');
    await session.sees('vimtrace: the trace is kept in ');
    await session.prompt();
    expect(await status(session)).toBe(125);
    await unharmed(session, where, before);
  });
});

test.for([
  'dash',
  'bash',
  'busybox',
] as const)('a %s reports a verb that it does not know, and goes on', (name) => {
  const where = place();
  const script = join(root(), 'src/sh/monitor.sh');
  const sh = inject('monitors')[name];
  const line = `printf '%s\\n' 'dance now' bye | "$@" 3<&0 4>reports`;
  const args = [sh, script, sh, 'sane', '0', '', '', 'true'];
  const { status: code } = outcome(where, '/bin/sh', ['-c', line, 'sh', ...args]);
  expect(where.read('work/reports')).toBe('unknown dance now\n');
  expect(code).toBe(0);
});

test.for([
  { words: 'bye', code: 0 },
  { words: 'dance\nbye', code: 3 },
  { words: 'dance now\nrestore', code: 3 },
])('the guard exits with $code after $words', ({ words, code }) => {
  const script = join(root(), 'src/sh/guard.sh');
  const { status: found } = outcome(place(), '/bin/sh', [script, 'sane'], { input: `${words}\n` });
  expect(found).toBe(code);
});

/** A Node whose SIGKILL reaches nobody, as it does with a process in uninterruptible sleep; SIGPWR is a defect. */
const immortal = `const { kill } = process;
process.kill = (pid, signal) => signal === 'SIGKILL' || kill.call(process, pid, signal);
process.on('SIGPWR', () => { throw new Error('injected'); });
`;

test('a SIGKILL that does not end the monitor keeps nobody waiting for ever', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const fault = where.write('tmp/fault.cjs', immortal);
  const node = `#!/bin/sh\nexec ${process.execPath} --require ${fault} "$@"\n`;
  where.write('tmp/node', node, 0o755);
  const hang = '#!/bin/sh\ntrap "" HUP TERM\n: >hanging\nread -r x <never\n';
  const sh = where.write('tmp/hang', hang, 0o755);
  const session = await shell('bash', where, wide);
  session.line(`mkfifo never; export VIMTRACE_SH=${sh} PATH=${where.directory}/tmp:$PATH`);
  session.line('vimtrace --grace=0.2 strace sh -c "exit 3"');
  await session.until('the pager to be due', () => where.read('journal').includes('openPager'));
  const { pid } = await session.job();
  process.kill(pid, 'SIGPWR');
  await session.sees('vimtrace: the trace is kept in ');
  // vimtrace waits ten seconds for the monitor, and longer on a busy machine.
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 80_000, interval: 50 });
  await session.prompt();
  expect(await status(session)).toBe(125);
});
