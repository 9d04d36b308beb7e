/** Tracer and program ignore the signals that were ignored when vimtrace started, and no others. */
import { constants } from 'node:os';
import { describe, expect, test } from 'vitest';
import { type Place, place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { quit, run } from './typing.ts';

type Name = 'HUP' | 'INT' | 'QUIT' | 'PIPE' | 'TERM' | 'TSTP' | 'TTIN' | 'TTOU' | 'USR1' | 'USR2';

/** The mask of signals as /proc/PID/status writes it (proc_pid_status(5)). */
const mask = (names: readonly Name[]): string =>
  [...new Set(names)]
    .reduce((bits, name) => bits | (1n << BigInt(constants.signals[`SIG${name}`] - 1)), 0n)
    .toString(16)
    .padStart(16, '0');

/** The signals that strace itself ignores if it writes to a file or got -I3 (T5). */
const straceOwn: readonly Name[] = ['HUP', 'INT', 'QUIT', 'PIPE', 'TERM', 'TTIN', 'TTOU'];

const trapped: readonly Name[] = ['HUP', 'TERM', 'USR1', 'USR2', 'TSTP', 'PIPE'];
const starts: readonly {
  readonly how: string;
  readonly ignored: readonly Name[];
  readonly line: (command: string) => string;
}[] = [
  {
    how: 'as an asynchronous command of a non-interactive sh',
    ignored: ['INT', 'QUIT'],
    line: (command) => `sh -c "${command} & wait"`,
  },
  {
    how: 'after a trap',
    ignored: trapped,
    line: (command) => `sh -c "trap '' ${trapped.join(' ')}; exec ${command}"`,
  },
  {
    how: 'under nohup',
    ignored: ['HUP'],
    // nohup redirects a standard error that is a terminal; the inner sh applies the redirection of `command` after that.
    line: (command) => `nohup sh -c "exec ${command}"`,
  },
  {
    how: 'with --hangup=keep',
    ignored: ['HUP'],
    line: (command) => command.replace('vimtrace', 'vimtrace --hangup=keep'),
  },
];

/** Make work/look: it notes the signals that its parent and itself ignore. */
function lookingProgram(where: Place): void {
  where.write(
    'work/look',
    `for pid in $PPID $$; do
while read -r key value; do [ "$key" != SigIgn: ] || echo "$value"; done </proc/$pid/status
done >seen
`,
  );
}

describe.for(starts)('started $how, the ignored signals stay ignored', ({ ignored, line }) => {
  const expected = [...[[...ignored, ...straceOwn], ignored].map(mask), ''].join('\n');

  test('in a paged strace and its program', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    lookingProgram(where);
    const session = await shell('bash', where);
    session.line(line('vimtrace strace sh look 2>/dev/tty'));
    await session.sees('execve(');
    await session.until('the pager', () => session.isAlternate());
    await quit(session);
    expect(where.read('work/seen')).toBe(expected);
  });

  test('in an unpaged strace and its program', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    lookingProgram(where);
    const session = await shell('bash', where);
    await run(session, line('vimtrace strace sh look 2>err'));
    expect(where.read('work/seen')).toBe(expected);
    expect(where.read('work/err')).toContain('+++ exited with 0 +++');
  });

  test('in a command that is no tracer', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    lookingProgram(where);
    const session = await shell('bash', where);
    await run(session, line('vimtrace --no-pager sh look'));
    expect(where.read('work/seen').split('\n')[1]).toBe(mask(ignored));
  });
});

test('the program ignores no signal if none was ignored at the start', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  lookingProgram(where);
  const session = await shell('bash', where);
  await run(session, 'vimtrace strace sh look 2>err');
  expect(where.read('work/seen')).toBe(`${[['TTIN', 'TTOU'] as const, []].map(mask).join('\n')}\n`);
});
