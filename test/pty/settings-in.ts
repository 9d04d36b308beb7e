/** Reads what --print-config prints: a configuration with the origin of each setting in a comment. */
import { findNodeAtLocation, getNodeValue, type Node, parseTree } from 'jsonc-parser';

type Printed = {
  readonly value: unknown;
  readonly line: number;
  /** The comment at the end of the line. */
  readonly origin: string | undefined;
};

/** The settings in `text`, by name. A profile has the name of its table, a dot, and its own name. */
export function settingsIn(text: string): ReadonlyMap<string, Printed> {
  const errors: never[] = [];
  const tree = parseTree(text, errors);
  if (tree === undefined || errors.length > 0) throw new Error(`no JSON with comments: ${text}`);
  const lines = text.split('\n');
  const membersOf = (node: Node | undefined, before = ''): (readonly [string, Printed])[] =>
    (node?.children ?? []).flatMap(({ offset, children: [name, value] = [] }) => {
      if (name === undefined || value === undefined) return [];
      const called = `${before}${name.value}`;
      if (called === 'tracers' || called === 'pagers')
        return membersOf(findNodeAtLocation(tree, [called]), `${called}.`);
      const line = text.slice(0, offset).split('\n').length;
      const origin = / \/\/ ([^"]*)$/.exec(lines[line - 1] ?? '')?.[1];
      return [[called, { value: getNodeValue(value), line, origin }]];
    });
  return new Map(membersOf(tree));
}
