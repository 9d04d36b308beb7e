/** Every message: one line, `vimtrace: cannot VERB OBJECT: REASON; WAY OUT`. */
import { describe, expect, it } from 'vitest';
import { help } from '../../../src/cli/help.ts';
import { layoutFor } from '../../../src/cli/layout.ts';
import * as messages from '../../../src/cli/messages.ts';
import type { Pager } from '../../../src/cli/pagers/choose.ts';
import { packageOf } from '../../../src/cli/tracers/more.ts';
import type { Ended, Failure } from '../../../src/core/types.ts';

const pager: Pager = { command: 'nless -R', origin: '$VIMTRACE_PAGER' };
const exited = (code: number): Ended => ({ how: 'exited', code });
const complain = (failure: Failure, tracer = 'strace'): string =>
  messages.complaint(failure, tracer, pager, packageOf(tracer));
const tracer = (code: 'ENOENT' | 'EACCES' | 'other'): Failure => ({
  kind: 'tracer',
  code,
  detail: 'spawn E2BIG',
});

const said: readonly (readonly [string, readonly string[]])[] = [
  [messages.misuse("unknown option '-x'"), ['read the arguments', '-x', 'see vimtrace --help']],
  [
    messages.pagerMissing(pager, 'nless'),
    ['run the pager nless', '$VIMTRACE_PAGER', 'not found', 'install it'],
  ],
  [
    messages.spoolUnusable('/nowhere', 'no such file'),
    ['create', '/nowhere', 'no such file', 'set XDG_STATE_HOME or TMPDIR'],
  ],
  [
    messages.outputUnusable('/f', 'permission denied'),
    ['write /f', '--output', 'permission denied'],
  ],
  [messages.rightsMissing('perf', 'trace', false), ['trace with perf', 'only root', 'sudo perf']],
  [messages.damage.limited('/f', 51_200), ['complete', '50.0 KiB', 'ulimit -f', '/f', 'raise']],
  [
    messages.traceForgotten('$VIMTRACE_KEEP'),
    ['keep the trace', 'the limit is 0 traces', 'set by $VIMTRACE_KEEP', '--output'],
  ],
  [
    messages.keptUnusable('/s', 'is not a directory'),
    ['read the traces', '/s', 'is not a directory', 'XDG_STATE_HOME'],
  ],
  [messages.undeliverable(7), ['signal process 7', 'not permitted', 'as its owner']],
  [
    messages.outputFailed('no space left'),
    ['write to standard output', 'no space left', 'another place'],
  ],
  [messages.damage.removed('/f'), ['find the trace', 'removed', '/f', '--output']],
  [
    messages.damage.unreachable('/f', 'too many links'),
    ['reach the trace', '/f', 'too many links', '--output'],
  ],
  [
    messages.damage.cut('/f'),
    ['complete the trace', 'no space', '/f is truncated', 'XDG_STATE_HOME'],
  ],
  [messages.broken('oops'), ['go on', 'oops', 'VIMTRACE_JOURNAL']],
  [complain(tracer('ENOENT')), ['run strace', 'not found in PATH']],
  [complain(tracer('ENOENT'), './strace'), ['run ./strace', 'no such file']],
  [complain(tracer('EACCES')), ['run strace', 'not an executable file']],
  [complain(tracer('other')), ['run strace', 'spawn E2BIG']],
  [
    complain({ kind: 'pager', ended: exited(127) }),
    ['pager nless -R', '$VIMTRACE_PAGER', 'not found'],
  ],
  [
    complain({ kind: 'pager', ended: exited(126) }),
    ['pager nless -R', '$VIMTRACE_PAGER', 'not executable'],
  ],
  [
    complain({ kind: 'monitor', detail: 'its sh ended' }),
    ['monitor', 'its sh ended', 'VIMTRACE_SH'],
  ],
];

describe('messages', () => {
  it.each(said)('have the usual form: %s', (text, parts) => {
    expect(text).toMatch(/^vimtrace: cannot [a-z]+ [^\n]+: [^\n]*[^\n.:; ]$/);
    for (const part of parts) expect(text).toContain(part);
  });

  it('say on one line where a trace is kept', () => {
    const kept = 'vimtrace: the trace is kept in /tmp/x';
    expect(messages.traceIn.ended('/tmp/x', false)).toBe(kept);
    expect(messages.traceIn.ended('/tmp/x', true)).toBe(`${kept}; vimtrace --last opens it`);
    const goesOn = 'vimtrace: the tracer goes on, and writes to /tmp/x';
    expect(messages.traceIn.goesOn('/tmp/x', false)).toBe(goesOn);
    expect(messages.traceIn.goesOn('/tmp/x', true)).toBe(
      `${goesOn}; vimtrace --last opens the trace after the tracer has ended`,
    );
    const written = 'vimtrace: a process still writes the trace in /tmp/x';
    expect(messages.traceIn.written('/tmp/x', false)).toBe(written);
    expect(messages.traceIn.written('/tmp/x', true)).toBe(`${written}; vimtrace --last opens it`);
  });

  it('announce kept traces with the newest command, without control characters', () => {
    expect(messages.announcement(1, ['strace', 'a b', "it's", '\x1b[31m\u202e'])).toBe(
      "vimtrace: a trace of strace 'a b' 'it'\\''s' '?[31m?' was kept; vimtrace --last opens it",
    );
    expect(messages.announcement(3, [])).toBe(
      'vimtrace: 3 traces were kept, the newest of an unknown command; vimtrace --list shows them',
    );
    expect(messages.announcement(1, ['strace', 'x'.repeat(500)]).length).toBeLessThan(200);
  });

  it.each([
    [{ by: 'tracer', ended: exited(3) }, 'exited with 3'],
    [{ by: 'tracer', ended: { how: 'killed', signal: 'SIGSEGV' } }, 'killed by SIGSEGV'],
    [{ by: 'signal', signal: 'SIGHUP' }, 'ended by SIGHUP'],
    [{ by: 'failure', failure: { kind: 'monitor', detail: '' } }, 'failed: monitor'],
  ] as const)('call the end %j %s', (outcome, words) => {
    expect(messages.ending(outcome)).toBe(words);
  });

  it('name a trace that cannot be opened or removed', () => {
    const see = '; see vimtrace --list';
    expect(messages.noTrace.number('open', 9, 1)).toBe(
      `vimtrace: cannot open @9: there is 1 trace${see}`,
    );
    expect(messages.noTrace.number('remove', 9, 3)).toBe(
      `vimtrace: cannot remove @9: there are 3 traces${see}`,
    );
    expect(messages.noTrace.file('open', 'a\x1b', 'is a directory')).toBe(
      `vimtrace: cannot open a?: is a directory${see}`,
    );
    expect(messages.emptyTrace('/t')).toBe(`vimtrace: cannot open /t: nothing is in it${see}`);
    expect(messages.inUse(2, 'it is running')).toBe(
      'vimtrace: cannot remove @2: it is running; try again when that is over',
    );
    expect(messages.removed(2, ['strace', 'a b'])).toBe("removed @2: strace 'a b'");
  });

  it('have a help text of at most 80 columns that names the options', () => {
    const text = help(layoutFor({}, undefined));
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    for (const option of [
      '-p, --pager',
      '-o, --output',
      '--no-pager',
      '--doctor',
      '-h, --help',
      '-V, --version',
    ])
      expect(text).toContain(option);
  });
});

it('a title says in one line what was run and how it ended', () => {
  expect(messages.title(['strace', 'ls', 'a b\n'], 'exited with 0')).toBe(
    "strace ls 'a b?' (exited with 0)",
  );
  expect(messages.title(['strace', 'x'.repeat(200)], 'killed by SIGSEGV').length).toBeLessThan(150);
});
