/** judge: the directories, from findings alone. */
import { describe, expect, it } from 'vitest';
import type { Findings } from '../../../../src/cli/doctor/findings.ts';
import { judge } from '../../../../src/cli/doctor/judge.ts';
import type { Choice } from '../../../../src/cli/pagers/choose.ts';
import { lineOf, own, path, well } from './findings.ts';

const vim: Choice = { kind: 'pager', pager: { command: 'vim', origin: 'the default' } };
type Row = readonly [what: string, changed: Partial<Findings>, line: RegExp];
const rows: readonly Row[] = [
  ['a state directory', {}, /^ok state \/h\/s\/vimtrace: 0 traces are kept, 5 GiB free$/],
  [
    'a state directory with a trace',
    { state: { ...own, kept: 1, free: 300 * 1024 ** 2 } },
    /^ok state .*: 1 trace is kept, 300 MiB free$/,
  ],
  [
    'no place for a state directory',
    { state: { is: 'nowhere' } },
    /^bad state no place: .* fix: set HOME/,
  ],
  [
    'a state directory that is not made yet',
    { state: { is: 'absent', path, obstacle: undefined } },
    /^ok state .*: made when needed$/,
  ],
  [
    'a state directory that cannot be made',
    { state: { is: 'absent', path, obstacle: 'EROFS' } },
    /^bad state .*\(EROFS\).* fix: set XDG_STATE_HOME/,
  ],
  [
    'a symbolic link as the state directory',
    { state: { is: 'link', path } },
    /^bad state .*symbolic link: not used.* fix: /,
  ],
  [
    'a file as the state directory',
    { state: { is: 'file', path } },
    /^bad state .*is not a directory: not used.* fix: remove the file$/,
  ],
  [
    'another user’s state directory',
    { state: { is: 'foreign', path, owner: 7 } },
    /^bad state .*belongs to user 7: not used.* fix: chown/,
  ],
  [
    'a read-only state directory',
    { state: { is: 'unwritable', path, mode: 0o500 } },
    /^bad state .*mode 500: not used.* fix: chmod 700 \/h/,
  ],
  [
    'a state directory that is open to others',
    { state: { ...own, mode: 0o750 } },
    /^note state .*open to others \(mode 750\).* fix: chmod 700/,
  ],
  [
    'a full disk',
    { state: { ...own, free: 0 } },
    /^bad state .* 0 MiB free fix: run vimtrace --forget --all/,
  ],
  [
    'a disk that is nearly full',
    { state: { ...own, free: 1024 ** 2 } },
    /^note state .* 1 MiB free fix: run vimtrace --forget --all/,
  ],
  ['no configuration', {}, /^ok config none; its place is \/h\/c\/config\.json$/],
  ['a configuration', { config: { is: 'present', path: '/c' } }, /^ok config \/c$/],
  [
    'a configuration that cannot be read',
    { config: { is: 'unusable', path: '/c', complaint: 'cannot read /c:3: no' } },
    /^bad config cannot read \/c:3: no fix: correct the file, or move it away$/,
  ],
  [
    'no place for a configuration',
    { config: { is: 'nowhere' } },
    /^note config no place for it fix: set HOME/,
  ],
  ['no place for one', { config: { is: 'nowhere' } }, /^note config no place for it fix: set HOME/],
];

describe('the doctor', () => {
  it.each(rows)('judges %s', (_what, changed, line) => {
    const about = line.source.split(' ')[1];
    const check = judge({ ...well, ...changed }, vim, false).find((each) => each.about === about);
    expect(check && lineOf(check)).toMatch(line);
  });
});
