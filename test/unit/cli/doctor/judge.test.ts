/** judge: the verdicts except on tracing and directories, from findings alone; and how verdicts are printed. */
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type Check, render, statusOf } from '../../../../src/cli/doctor/check.ts';
import type { Findings } from '../../../../src/cli/doctor/findings.ts';
import { judge } from '../../../../src/cli/doctor/judge.ts';
import { layoutFor } from '../../../../src/cli/layout.ts';
import type { Choice } from '../../../../src/cli/pagers/choose.ts';
import { widthOf } from '../../../../src/cli/width.ts';
import { barredBy, lineOf, sh, terminal, well } from './findings.ts';

const vim: Choice = { kind: 'pager', pager: { command: 'vim', origin: 'the default' } };

const judged = (
  changed: Partial<Findings>,
  choice: Choice = vim,
  isPagingOff = false,
): readonly Check[] => judge({ ...well, ...changed }, choice, isPagingOff);

type Row = readonly [what: string, changed: Partial<Findings>, line: RegExp];
const rows: readonly Row[] = [
  ['node', {}, /^ok node 22\.1\.0, \/usr\/bin\/node$/],
  ['a sh that works', {}, /^ok sh \/bin\/sh is dash: its jobs stop and continue$/],
  [
    'a sh that was set',
    sh({ command: '/bin/bash', kind: 'bash', isDefault: false }),
    /^ok sh \/bin\/bash, set by \$VIMTRACE_SH: /,
  ],
  [
    'a sh that fails',
    sh({ kind: 'mksh', trial: 'fails' }),
    /^bad sh \/bin\/sh is mksh: .* fix: set VIMTRACE_SH to a dash,/,
  ],
  [
    'a sh that hangs',
    sh({ isDefault: false, kind: 'zsh', trial: 'hung' }),
    /^bad sh .* fix: unset VIMTRACE_SH/,
  ],
  ['a missing sh', sh({ trial: 'missing' }), /^bad sh .*not found, or not executable fix: /],
  ['a dash that was not tried', sh({ trial: 'untried' }), /^ok sh .* is dash.*not tried/],
  [
    'another sh that was not tried',
    sh({ trial: 'untried', kind: 'yash' }),
    /^note sh .* is yash: not tried.* fix: /,
  ],
  ['a terminal', {}, /^ok terminal \/dev\/pts\/1, TERM is xterm$/],
  ['no terminal', terminal({ ownership: 'gone' }), /^note terminal none: no pager opens fix: /],
  [
    'a terminal elsewhere',
    terminal({ isStandardError: false }),
    /^note terminal \/dev\/pts\/1, but standard error .* fix: /,
  ],
  [
    'no TERM',
    terminal({ type: undefined }),
    /^note terminal .*TERM is not set: no pager opens unless .* fix: set TERM/,
  ],
  ['an empty TERM', terminal({ type: '' }), /^note terminal .*TERM is not set.* fix: set TERM/],
  ['a dumb TERM', terminal({ type: 'dumb' }), /^note terminal .*TERM is dumb.* fix: set TERM/],
  [
    'a TERM that terminfo lacks',
    terminal({ isTypeKnown: false }),
    /^note terminal .*xterm, which terminfo .* fix: install/,
  ],
  ['a TERM that may or may not be known', terminal({ isTypeKnown: undefined }), /^ok terminal /],
  ['the foreground', {}, /^ok foreground /],
  [
    'the background',
    terminal({ ownership: 'background' }),
    /^note foreground .*a pager waits for it fix: type fg$/,
  ],
  [
    'an orphaned group',
    terminal({ ownership: 'orphaned' }),
    /^note foreground .*the trace is printed fix: /,
  ],
  ['no foreground', terminal({ ownership: 'gone' }), /^note foreground there is no terminal$/],
  ['no ignored signals', {}, /^ok signals none is ignored$/],
  [
    'nohup',
    { ignored: ['SIGHUP'] },
    /^note signals .*: SIGHUP: tracing goes on after a hangup fix: .*without nohup/,
  ],
  [
    'other ignored signals',
    { ignored: ['SIGINT', 'SIGQUIT', 'SIGTSTP', 'SIGTERM', 'SIGPIPE'] },
    /^note signals .*SIGINT: \^C ends nothing; SIGQUIT: \^\\ ends nothing; SIGTSTP: \^Z stops nothing; SIGTERM: kill ends nothing; SIGPIPE: ignored by tracer and program fix: .*trap ''/,
  ],
  ['tracers', {}, /^ok tracers strace 6\.1$/],
  ['no tracer', { tracers: [] }, /^bad tracers none fix: .*apt-get install strace\)$/],
  ['pagers', {}, /^ok pagers vim 9\.0, more, ov \(gives no answer\)$/],
  ['no known pager', { pagers: [] }, /^ok pagers none that vimtrace knows$/],
];

describe('the doctor', () => {
  it.each(rows)('judges %s', (_what, changed, line) => {
    const about = line.source.split(' ')[1];
    const check = judge({ ...well, ...changed }, vim, false).find((each) => each.about === about);
    expect(check && lineOf(check)).toMatch(line);
  });

  const pager = { command: 'nless', origin: '$VIMTRACE_PAGER' } as const;
  const choices: readonly (readonly [Choice, boolean, RegExp])[] = [
    [vim, false, /^ok pager vim, the default$/],
    [{ kind: 'pager', pager }, false, /^ok pager nless, set by \$VIMTRACE_PAGER$/],
    [
      { kind: 'missing', pager, program: 'nless' },
      false,
      /^bad pager nless, set by \$VIMTRACE_PAGER: nless is not found fix: /,
    ],
    [{ kind: 'none' }, false, /^bad pager none: no pager opens fix: install a/],
    [{ kind: 'none' }, true, /^note pager none, as requested: .* fix: unset/],
  ];
  it.each(choices)('judges the pager: %j, paging off: %s', (choice, isPagingOff, line) => {
    expect(judged({}, choice, isPagingOff).map(lineOf)).toContainEqual(expect.stringMatching(line));
  });

  it('says that a pager that is asked for draws badly on a dumb terminal', () => {
    for (const origin of ['--pager', '$VIMTRACE_PAGER'] as const) {
      const choice: Choice = { kind: 'pager', pager: { command: 'less', origin } };
      expect(judged(terminal({ type: 'dumb' }), choice).map(lineOf)).toContainEqual(
        expect.stringMatching(/^note terminal .*TERM is dumb: a pager cannot draw its screen/),
      );
    }
  });

  it('finds every check ok if all is well, and exits with 1 only if something is bad', () => {
    expect(new Set(judged({}).map(({ verdict }) => verdict))).toEqual(new Set(['ok']));
    expect(statusOf(judged({}))).toBe(0);
    expect(statusOf(judged({ ignored: ['SIGHUP'] }))).toBe(0);
    expect(statusOf(judged({ tracers: [] }))).toBe(1);
  });

  it('prints at most 24 lines of at most 80 columns, without control characters', () => {
    const text = render(
      judged({ ...barredBy(2, 'obtainable'), ...terminal({ type: 'a\x1b[2J' }), tracers: [] }),
      layoutFor({}, undefined),
    );
    expect(text).toContain('bad   tracers     none\n                  fix: install a');
    expect(text).toContain('TERM is a?[2J\n');
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(text.split('\n').length).toBeLessThanOrEqual(24);
  });

  it.each([40, 80, 200])('wraps at words on %i columns, and colours the verdicts', (columns) => {
    const checks = judged({
      ...barredBy(2, 'obtainable'),
      ...terminal({ type: '跟踪 '.repeat(40) }),
    });
    const text = render(checks, layoutFor({ TERM: 'xterm' }, columns));
    const lines = text.split('\n');
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
    expect(Math.max(...lines.map(widthOf))).toBeGreaterThan(columns - 12);
    expect(text).toContain('\x1b[32mok\x1b[0m    ');
    expect(text).toContain('\x1b[31mbad\x1b[0m   ');
    const words = stripVTControlCharacters(text).replaceAll(/\s+/g, ' ');
    for (const check of checks)
      expect(words).toContain(lineOf(check).replaceAll(/\s+/g, ' ').trim());
  });
});
