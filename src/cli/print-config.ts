/** --print-config: the settings in force as a configuration, with the origin of each in a comment. */
import { type Layout, USUAL_COLUMNS } from './layout.ts';
import { visible } from './messages.ts';
import type { Choice } from './pagers/choose.ts';
import { pagers } from './pagers/table.ts';
import type { Own, Setting, Settings } from './settings.ts';
import { tracers } from './tracers/more.ts';
import { widthOf, wrap } from './width.ts';

/** The configuration file: read, missing, or without a possible path. */
export type ConfigPlace =
  | { readonly is: 'read' | 'missing'; readonly path: string }
  | { readonly is: 'nowhere' };

/** A member of an object, with the text of its value, and what its comment says. */
type Member = { readonly name: string; readonly text: string; readonly says: string };

/** `choice` is the pager that follows from `settings`, `schema` the path of the schema. */
export function inForce(
  settings: Settings,
  choice: Choice,
  place: ConfigPlace,
  schema: string,
  layout: Layout,
): string {
  const { hangup, grace, keep, large, at } = settings;
  const members = [
    member('$schema', { value: schema, origin: 'of this vimtrace' }),
    member('pager', pagerOf(settings, choice)),
    ...Object.entries({ hangup, grace, keep, large, at }).map(([name, set]) => member(name, set)),
    { name: 'tracers', text: profiles(tracers, settings.tracers, layout), says: '' },
    { name: 'pagers', text: profiles(pagers, settings.pagers, layout), says: '' },
  ];
  const head = comment(`The settings in force. ${inWords(place)}`, '', layout);
  return `${head.join('\n')}\n${object(members, [], '', layout)}\n`;
}

function inWords(place: ConfigPlace): string {
  switch (place.is) {
    case 'read':
      return `${place.path} was read.`;
    case 'missing':
      return `${place.path} is not there.`;
    case 'nowhere':
      return 'No file was read: neither XDG_CONFIG_HOME nor HOME is an absolute path.';
  }
}

/** The value is '' if no pager opens. */
function pagerOf({ pager }: Settings, choice: Choice): Setting<string> {
  if (choice.kind === 'none') return pager ?? { value: '', origin: 'the default' };
  return { value: choice.pager.command, origin: choice.pager.origin };
}

const member = (
  name: string,
  { value, origin }: { readonly value: unknown; readonly origin: string },
): Member => ({ name, text: json(value), says: origin });

/** An object with the user's own profiles; the names of the built-in ones are a comment. */
function profiles(known: object, own: Own<object> = {}, layout: Layout): string {
  const others = Object.keys(known).filter((name) => !Object.hasOwn(own, name));
  const members = Object.entries(own).map(([name, setting]) => member(name, setting));
  return object(
    members,
    comment(`the default: ${others.join(', ')}`, '    ', layout),
    '  ',
    layout,
  );
}

/** An object whose closing brace is indented by `indent`. `notes` come first. */
function object(
  members: readonly Member[],
  notes: readonly string[],
  indent: string,
  layout: Layout,
): string {
  const lines = members.flatMap((each, index) =>
    linesFor(each, index < members.length - 1 ? ',' : '', `${indent}  `, layout),
  );
  return ['{', ...notes, ...lines, `${indent}}`].join('\n');
}

/** A member, and its comment behind it or, where the terminal is too narrow for both, before it. */
function linesFor(
  { name, text, says }: Member,
  comma: string,
  indent: string,
  layout: Layout,
): readonly string[] {
  const line = `${indent}${json(name)}: ${text}${comma}`;
  if (says === '') return [line];
  const behind = `// ${visible(says)}`;
  return layout.columns === undefined || widthOf(`${line} ${behind}`) <= layout.columns
    ? [`${line} ${layout.paint('minor', behind)}`]
    : [...comment(says, indent, layout), line];
}

/** The lines of a comment. */
const comment = (
  text: string,
  indent: string,
  { columns = USUAL_COLUMNS, paint }: Layout,
): readonly string[] =>
  wrap(visible(text), columns - indent.length - 3).map(
    (line) => `${indent}${paint('minor', `// ${line}`)}`,
  );

/** `value` as JSON; a character that a terminal might obey is escaped, so that the value stays the same. */
export const json = (value: unknown): string =>
  JSON.stringify(value).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    [...Array(character.length).keys()]
      .map((unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`)
      .join(''),
  );
