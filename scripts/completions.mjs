// Generates the options in completions/ from the table in src/cli/options.ts; with --check, only reports stale files.
import { generate, load } from './generated.mjs';

const table = 'src/cli/options.ts';
const { options } = await load(table);
const { fishWord, posixWord } = await load('src/cli/quote.ts');
const pagers = Object.keys((await load('src/cli/pagers/table.ts')).pagers).join(' ');
const all = Object.entries(options).map(([name, option]) => ({ name, ...option }));
const spellings = ({ name, short }) => [...(short ? [`-${short}`] : []), `--${name}`];

/** An option as a specification of _arguments (zshcompsys(1)), quoted for zsh; braces if it has two spellings. */
function zsh(option) {
  const escaped = option.says.replace(/[\\[\]:]/g, '\\$&');
  const says = option.value
    ? `[${escaped}]:${option.name}:${zshValue(option.value)}`
    : `[${escaped}]`;
  const [first, second] = spellings(option);
  const excluded = posixWord(
    option.alone ? '(- : *)' : option.multiple ? '*' : `(${spellings(option).join(' ')})`,
  );
  const long = (spelling) => (option.value ? `${spelling}=` : spelling);
  const names = second ? `{${option.value ? `${first}+` : first},${long(second)}}` : long(first);
  return `\t\t${excluded}${names}${posixWord(says)}`;
}

function zshValue(value) {
  switch (value) {
    case 'pager':
      return ' _vimtrace_pagers';
    case 'file':
      return '_files';
    case 'number':
      return ' ';
    default:
      return `(${value.join(' ')})`;
  }
}

function bash() {
  const values = all
    .filter(({ value }) => value)
    .flatMap((option) => spellings(option).map((name) => [name, [option.value].flat().join(' ')]))
    .map(([name, value]) => `\t\t[${name}]=${posixWord(value)}`);
  return [
    `\tlocal pagers='${pagers}'`,
    `\tlocal -a options=(${all.flatMap(spellings).join(' ')})`,
    '\tlocal -A values=(',
    ...values,
    '\t)',
  ];
}

function fish() {
  const parsed = all.map(
    ({ name, short, value }) => `${short ? `${short}/` : ''}${name}${value ? '=' : ''}`,
  );
  const completed = all.map(({ name, short, value, says }) =>
    [
      'complete -c vimtrace -n __vimtrace_is_own',
      ...(short ? [`-s ${short}`] : []),
      `-l ${name}`,
      ...fishValue(value),
      `-d ${fishWord(says)}`,
    ].join(' '),
  );
  return [`set -g __vimtrace_options ${parsed.join(' ')}`, ...completed];
}

function fishValue(value) {
  switch (value) {
    case undefined:
      return [];
    case 'pager':
      return ["-x -a '(__vimtrace_commands)'"];
    case 'file':
      return ['-r -F'];
    case 'number':
      return ['-x'];
    default:
      return [`-x -a ${fishWord(value.join(' '))}`];
  }
}

/** A function that replaces the lines between the marks `# options:` and `# end` in a text by `lines`. */
const between = (lines) => (text) =>
  text.replace(
    /^(\s*# options: .*\n)[\s\S]*?^(\s*# end)$/m,
    (_, begin, end) => `${begin}${lines.join('\n')}\n${end}`,
  );

generate(
  'completions/_vimtrace',
  table,
  between([`\tlocal -a pagers=(${pagers})`, '\tlocal -a options=(', ...all.map(zsh), '\t)']),
);
generate('completions/vimtrace.bash', table, between(bash()));
generate('completions/vimtrace.fish', table, between(fish()));
