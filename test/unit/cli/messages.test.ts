/** Every sentence: one line, "vimtrace: cannot VERB OBJECT: REASON", and what to do next. */
import { describe, expect, it } from 'vitest';
import * as messages from '../../../src/cli/messages.ts';
import type { Pager } from '../../../src/cli/pagers.ts';
import type { Ended, Failure } from '../../../src/core/types.ts';

const pager: Pager = { command: 'nless -R', origin: '$VIMTRACE_PAGER' };
const exited = (code: number): Ended => ({ how: 'exited', code });
const complain = (failure: Failure, tracer = 'strace'): string =>
  messages.complaint(failure, tracer, pager);
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
    ['create', '/nowhere', 'no such file', 'set TMPDIR'],
  ],
  [
    messages.outputUnusable('/f', 'permission denied'),
    ['write /f', '--output', 'permission denied'],
  ],
  [messages.undeliverable(7), ['signal process 7', 'not permitted', 'as its owner']],
  [messages.traceCut('/f'), ['trace to the end', 'no space', '/f', 'TMPDIR']],
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
  it.each(said)('%s', (text, parts) => {
    expect(text).toMatch(/^vimtrace: cannot [a-z]+ [^\n]+: [^\n]*[^\n.:; ]$/);
    for (const part of parts) expect(text).toContain(part);
  });

  it('says where a trace is kept, on one line', () => {
    expect(messages.traceKept('/tmp/x')).toBe('vimtrace: the trace is kept in /tmp/x');
  });

  it('has a help of at most 80 columns that names each option', () => {
    for (const line of messages.help.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    for (const option of [
      '-p, --pager',
      '-o, --output',
      '--no-pager',
      '-h, --help',
      '-V, --version',
    ])
      expect(messages.help).toContain(option);
  });
});
