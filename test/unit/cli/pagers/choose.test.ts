/** choosePager: which pager is chosen, in which order of precedence, and its origin. */
import { describe, expect, it } from 'vitest';
import { type Choice, choosePager } from '../../../../src/cli/pagers/choose.ts';
import { type Origin, settle } from '../../../../src/cli/settings.ts';

type Env = { readonly VIMTRACE_PAGER?: string; readonly PAGER?: string };
const choose = (option: string | undefined, env: Env, installed: readonly string[]): Choice =>
  choosePager(
    settle({ ...(option !== undefined && { pager: option }) }, env).pager,
    env.PAGER,
    (program) => installed.includes(program),
  );
const pager = (command: string, origin: Origin): Choice => ({
  kind: 'pager',
  pager: { command, origin },
});
const none: Choice = { kind: 'none' };
const missing = (command: string, origin: Origin, program: string): Choice => ({
  kind: 'missing',
  pager: { command, origin },
  program,
});

const all = ['vim', 'nvim', 'most', 'less', 'more'];
const without = (...gone: readonly string[]): readonly string[] =>
  all.filter((name) => !gone.includes(name));

type Row = readonly [
  option: string | undefined,
  env: Env,
  installed: readonly string[],
  choice: Choice,
];
const rows: readonly Row[] = [
  ['less -R', { VIMTRACE_PAGER: 'vim', PAGER: 'most' }, all, pager('less -R', '--pager')],
  ['', { VIMTRACE_PAGER: 'vim' }, all, none],
  ['cat', { VIMTRACE_PAGER: 'vim' }, all, none],
  ['  cat ', {}, all, none],
  ['cat -n', {}, ['cat'], pager('cat -n', '--pager')],
  ['nless -R', {}, all, missing('nless -R', '--pager', 'nless')],
  ['FOO=1 nless', {}, all, missing('FOO=1 nless', '--pager', 'nless')],
  ['"my pager" x', {}, [], pager('"my pager" x', '--pager')],
  [undefined, { VIMTRACE_PAGER: 'less', PAGER: 'most' }, all, pager('less', '$VIMTRACE_PAGER')],
  [undefined, { VIMTRACE_PAGER: '', PAGER: 'most' }, all, none],
  [undefined, { VIMTRACE_PAGER: 'cat' }, all, none],
  [undefined, { VIMTRACE_PAGER: 'nless' }, all, missing('nless', '$VIMTRACE_PAGER', 'nless')],
  [undefined, { PAGER: 'most' }, all, pager('vim', 'the default')],
  [undefined, { PAGER: 'most' }, without('vim'), pager('nvim', 'the default')],
  [undefined, { PAGER: 'most -s' }, without('vim', 'nvim'), pager('most -s', '$PAGER')],
  [undefined, { PAGER: '' }, without('vim', 'nvim'), none],
  [undefined, { PAGER: 'cat' }, without('vim', 'nvim'), none],
  [undefined, { PAGER: 'cat' }, all, pager('vim', 'the default')],
  [undefined, { PAGER: 'nless' }, without('vim', 'nvim'), pager('less', 'the default')],
  [undefined, {}, without('vim', 'nvim'), pager('less', 'the default')],
  [undefined, {}, ['more'], pager('more', 'the default')],
  [undefined, {}, [], none],
];

describe('choosePager', () => {
  it.each(
    rows,
  )('chooses by --pager %j and the environment %j among %j', (option, env, installed, choice) => {
    expect(choose(option, env, installed)).toEqual(choice);
  });
});
