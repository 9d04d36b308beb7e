/** --print-config: a line for each setting, with its value as JSON and its origin. */
import { visible } from './messages.ts';
import type { Choice } from './pagers/choose.ts';
import { pagers } from './pagers/table.ts';
import type { Own, Setting, Settings } from './settings.ts';
import { tracers } from './tracers/more.ts';

/** The configuration file: read, missing, or without a possible path. */
export type ConfigPlace =
  | { readonly is: 'read' | 'missing'; readonly path: string }
  | { readonly is: 'nowhere' };

type Row = readonly [name: string, value: unknown, origin: string];

/** `choice` is the pager that follows from `settings`. */
export function inForce(settings: Settings, choice: Choice, place: ConfigPlace): string {
  const row = (name: string, { value, origin }: Setting<unknown>): Row => [name, value, origin];
  const profiles = (name: string, known: object, own: Own<object> = {}): readonly Row[] => [
    [name, Object.keys(known).filter((each) => !Object.hasOwn(own, each)), 'the default'],
    ...Object.entries(own).map(([each, setting]) => row(`${name}.${each}`, setting)),
  ];
  return table([
    placeRow(place),
    row('pager', pagerOf(settings, choice)),
    row('hangup', settings.hangup),
    row('grace', settings.grace),
    row('keep', settings.keep),
    row('large', settings.large),
    ...profiles('tracers', tracers, settings.tracers),
    ...profiles('pagers', pagers, settings.pagers),
  ]);
}

function placeRow(place: ConfigPlace): Row {
  switch (place.is) {
    case 'read':
      return ['config', place.path, 'read'];
    case 'missing':
      return ['config', place.path, 'not there'];
    case 'nowhere':
      return ['config', null, 'neither XDG_CONFIG_HOME nor HOME is an absolute path'];
  }
}

/** The value is '' if no pager opens. */
function pagerOf({ pager }: Settings, choice: Choice): Setting<string> {
  if (choice.kind === 'none') return pager ?? { value: '', origin: 'the default' };
  return { value: choice.pager.command, origin: choice.pager.origin };
}

function table(rows: readonly Row[]): string {
  const cells = rows.map(([name, value, origin]) => [name, JSON.stringify(value), origin] as const);
  const width = (column: 0 | 1): number =>
    Math.max(...cells.map((cell) => cell[column].length).filter((length) => length <= 60));
  const line = ([name, value, origin]: (typeof cells)[number]): string =>
    `${name.padEnd(width(0))}  ${value.padEnd(width(1))}  ${origin}`;
  return cells.map((cell) => `${visible(line(cell))}\n`).join('');
}
