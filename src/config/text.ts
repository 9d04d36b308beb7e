/** Turns the text of a configuration into settings with their lines, or into a list of all its faults. */

import validate from 'virtual:validate-config';
import type { DefinedError } from 'ajv';
import {
  createScanner,
  findNodeAtLocation,
  type Node,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import type { At } from '../cli/at.ts';
import type { Fault } from '../cli/config-faults.ts';
import type { PagerProfile } from '../cli/pagers/profile.ts';
import type { Config, ConfigLine, Setting } from '../cli/settings.ts';
import type { TracerProfile } from '../cli/tracers/profile.ts';
import type { Hangup } from '../core/types.ts';

/** The profile of a user's own tracer. The omitted fields only serve advice about known tracers. */
export type OwnTracer = Omit<
  TracerProfile,
  'attaching' | 'ignoringAttached' | 'piped' | 'rights' | 'package'
>;

/** The type that schema/config.schema.json describes. */
export type ConfigFile = {
  readonly $schema?: string;
  readonly pager?: string;
  readonly hangup?: Hangup;
  readonly grace?: number;
  readonly keep?: string;
  readonly large?: string;
  readonly at?: At;
  readonly tracers?: Readonly<Record<string, OwnTracer | string>>;
  readonly pagers?: Readonly<Record<string, PagerProfile | string>>;
};

/** The settings, or the faults. */
export type Read =
  | { readonly kind: 'config'; readonly config: Config }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] };

/** Reads `text`, the contents of `file`: JSON with comments and trailing commas. */
export function readText(file: string, text: string): Read {
  const lineAt = lineIn(text);
  const deep = tooDeep(text);
  if (deep !== undefined)
    return { kind: 'faults', faults: [{ kind: 'syntax', line: lineAt(deep), code: 'TooDeep' }] };
  const errors: { error: number; offset: number; length: number }[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const [broken] = errors;
  if (tree === undefined || broken !== undefined) {
    const { error, offset } = broken ?? { error: 4, offset: 0 };
    const fault: Fault = {
      kind: 'syntax',
      line: lineAt(offset),
      code: printParseErrorCode(error),
    };
    return { kind: 'faults', faults: [fault] };
  }
  const lineOf = (path: Path): number => lineAt(nodeAt(tree, path).offset);
  const value = contentOf(tree);
  const isValid = validate(value);
  const faults = [...duplicates(tree, lineAt), ...(validate.errors ?? []).flatMap(faultIn(lineOf))];
  if (!isValid || faults.length > 0)
    return { kind: 'faults', faults: faults.sort((a, b) => a.line - b.line) };
  // validate() has filled in the schema's defaults, which must not count as settings of the file.
  const written = Object.fromEntries(
    Object.entries(value).filter(([name]) => findNodeAtLocation(tree, [name]) !== undefined),
  );
  return { kind: 'config', config: configOf(written, (path) => `${file}:${lineOf(path)}`) };
}

/** More levels of braces and brackets than any configuration has; the parser calls itself for each level. */
const DEEPEST = 100;
/** Kinds of token. jsonc-parser exports them as a const enum, which TypeScript cannot use here. */
const END = 17;
const opening: ReadonlySet<number> = new Set([1, 3]);
const closing: ReadonlySet<number> = new Set([2, 4]);

/** The offset of the first brace or bracket below DEEPEST others; undefined if there is none. */
function tooDeep(text: string): number | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let kind: number = scanner.scan(); kind !== END; kind = scanner.scan()) {
    if (opening.has(kind)) depth += 1;
    if (closing.has(kind)) depth -= 1;
    if (depth > DEEPEST) return scanner.getTokenOffset();
  }
  return undefined;
}

/** The value of `node`. jsonc-parser's own function would make a property "__proto__" the prototype. */
function contentOf({ type, children = [], value }: Node): unknown {
  if (type === 'array') return children.map(contentOf);
  if (type !== 'object') return value;
  return Object.fromEntries(
    children.map(({ children: [name, content] = [] }) => [
      name?.value,
      content && contentOf(content),
    ]),
  );
}

/** The names that lead from the root to a value; an index is the name of an item. */
type Path = readonly string[];

/** The line of an offset, counted from 1. Space at the end of the text belongs to the last line before it. */
function lineIn(text: string): (offset: number) => number {
  const { length } = text.trimEnd();
  return (offset) => text.slice(0, Math.min(offset, length)).split('\n').length;
}

/** The node at `path`: a property with its name, or an item; the whole tree for an empty path. */
function nodeAt(tree: Node, path: Path): Node {
  const node = path.reduce<Node | undefined>(
    (parent, name) =>
      parent && findNodeAtLocation(parent, [parent.type === 'array' ? Number(name) : name]),
    tree,
  );
  return node?.parent?.type === 'property' ? node.parent : (node ?? tree);
}

/** Names that appear twice in an object: nobody can tell which of the two is meant. */
function duplicates(node: Node, lineAt: (offset: number) => number): readonly Fault[] {
  const { children = [] } = node;
  const names = new Set<unknown>();
  const own = children.flatMap((child): readonly Fault[] => {
    const name: unknown = child.type === 'property' ? child.children?.[0]?.value : undefined;
    if (typeof name !== 'string') return [];
    if (names.has(name)) return [{ kind: 'duplicate', line: lineAt(child.offset), name }];
    names.add(name);
    return [];
  });
  return [...own, ...children.flatMap((child) => duplicates(child, lineAt))];
}

/** The parts of a schema that messages use. */
type About = {
  readonly title?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, About>>;
};

/** The allowed values, in words. */
const allowed = ({ title = '', enum: values }: About): string =>
  values === undefined ? title : `${title} (${oneOf(values)})`;

const oneOf = (values: readonly unknown[]): string =>
  `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;

/** The fault for an error of the schema check; none for an error that only follows from another. */
function faultIn(lineOf: (path: Path) => number) {
  return (error: DefinedError): readonly Fault[] => {
    const about = aboutOf(error);
    const path = error.instancePath.split('/').slice(1).map(unescaped);
    switch (error.keyword) {
      case 'if':
      case 'propertyNames':
        return [];
      case 'additionalProperties': {
        const last = error.params.additionalProperty;
        const own = [...path, last];
        const known = Object.keys(about.properties ?? {}).filter((name) => name !== '$schema');
        return [{ kind: 'unknown', line: lineOf(own), name: own.join('.'), last, known }];
      }
      case 'required': {
        const lacks = error.params.missingProperty;
        const what = allowed(about.properties?.[lacks] ?? {});
        return [{ kind: 'lacks', line: lineOf(path), name: path.join('.'), lacks, what }];
      }
      default: {
        if (about.title === undefined) return [];
        const own = error.propertyName === undefined ? path : [...path, error.propertyName];
        const found: unknown = error.data;
        const known = (about.enum ?? []).filter((value) => typeof value === 'string');
        return [
          {
            kind: 'value',
            line: lineOf(own),
            name: own.join('.'),
            allowed: allowed(about),
            found,
            known,
          },
        ];
      }
    }
  };
}

const aboutOf = (error: DefinedError): About => (error.parentSchema ?? {}) as About;

/** Unescapes a part of a JSON pointer (RFC 6901, section 4). */
const unescaped = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');

/** The settings of `file`, each with its origin. */
function configOf(file: ConfigFile, originOf: (path: Path) => ConfigLine): Config {
  const { pager, hangup, grace, keep, large, at: place, tracers, pagers } = file;
  const at = <T>(value: T, ...path: Path): Setting<T> => ({ value, origin: originOf(path) });
  const each = <T>(name: string, profiles: Readonly<Record<string, T>>) =>
    Object.fromEntries(
      Object.entries(profiles).map(([own, profile]) => [own, at(profile, name, own)]),
    );
  return {
    ...(pager !== undefined && { pager: at(pager, 'pager') }),
    ...(hangup !== undefined && { hangup: at(hangup, 'hangup') }),
    ...(grace !== undefined && { grace: at(grace, 'grace') }),
    ...(keep !== undefined && { keep: at(keep, 'keep') }),
    ...(large !== undefined && { large: at(large, 'large') }),
    ...(place !== undefined && { at: at(place, 'at') }),
    ...(tracers !== undefined && { tracers: each('tracers', tracers) }),
    ...(pagers !== undefined && { pagers: each('pagers', pagers) }),
  };
}
