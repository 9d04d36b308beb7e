/** The schema and the types agree: each has the fields of the other, with the same values. */
import { readFileSync } from 'node:fs';
import { parse } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import type { PagerProfile } from '../../../src/cli/pagers/profile.ts';
import { pagers } from '../../../src/cli/pagers/table.ts';
import { settle } from '../../../src/cli/settings.ts';
import { tracers } from '../../../src/cli/tracers/more.ts';
import { type ConfigFile, type OwnTracer, readText } from '../../../src/config/text.ts';

type Schema = {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly then?: Schema;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
};
const schema = JSON.parse(readFileSync('schema/config.schema.json', 'utf8')) as Schema;

const isValid = (file: unknown): boolean => readText('/c', JSON.stringify(file)).kind === 'config';

/** For each field of a type, values of every kind that it takes. The compiler demands all fields. */
type Examples<T> = { readonly [K in keyof Required<T>]: readonly T[K][] };

const files: Examples<ConfigFile> = {
  $schema: ['vimtrace/schema/config.schema.json'],
  pager: ['less -S', ''],
  hangup: ['end', 'keep'],
  grace: [0, 0.5, 60],
  keep: ['20', '20,2G', '0,0', '10,500M,7d/20,2G', '5,1G,12h', '0/3'],
  large: ['0', '1G'],
  at: ['cause', 'start', 'end'],
  tracers: [
    {},
    { x: 'strace', y: { stream: 'both', valued: { letters: '', words: [] }, untouched: [] } },
  ],
  pagers: [{}, { x: 'vim', y: { args: ['{file}'], stop: 'orderly' } }],
};

const tracer: Examples<OwnTracer> = {
  filetype: ['', 'strace'],
  file: [['-o', '{file}'], ['--log={file}']],
  doubled: ['%'],
  stream: ['stdout', 'stderr', 'both'],
  valued: [
    { letters: '', words: [] },
    { letters: 'oe', words: ['output'] },
  ],
  untouched: [[], ['h', 'help']],
  printed: [['trace-children']],
  only: [['batch']],
  command: ['trace'],
  untouchedCommands: [['record']],
  oneDash: [true],
  permuted: [true, 'args'],
  ignoring: [['-I3']],
  splitting: [{ letter: 'f', word: 'output-separately' }],
};

const pager: Examples<PagerProfile> = {
  args: [['{file}'], ['-x', '--', '{file}']],
  pair: [['-d', '{first}', '{file}']],
  many: [['{file}', '{files}']],
  coloured: [['--language={filetype}']],
  languages: [['strace']],
  plain: [['--color=never']],
  atStart: [['-c', ':goto 0']],
  atLine: [['+{line}'], ['--say', '{why}']],
  atEnd: [['+G']],
  stop: ['orderly', 'abrupt'],
  isEditor: [true],
};

const kinds = [
  {
    kind: 'tracer',
    field: 'tracers',
    least: { stream: 'both' },
    filled: { stream: 'both', valued: { letters: '', words: [] }, untouched: [] },
    examples: tracer,
    known: Object.fromEntries(
      Object.entries(tracers).map(
        ([
          name,
          { attaching: _, ignoringAttached: __, piped: ___, rights: ____, package: _____, ...own },
        ]) => [name, own],
      ),
    ),
  },
  {
    kind: 'pager',
    field: 'pagers',
    least: {},
    filled: { args: ['{file}'], stop: 'abrupt' },
    examples: pager,
    known: pagers,
  },
] as const;

const values = (examples: Readonly<Record<string, readonly unknown[]>>) =>
  Object.entries(examples).flatMap(([name, all]) => all.map((value) => [name, value] as const));

describe('a configuration', () => {
  it('has the fields of its type', () => {
    expect(Object.keys(schema.properties ?? {})).toEqual(Object.keys(files));
  });

  it.each(values(files))('can have "%s": %j', (name, value) => {
    expect(isValid({ [name]: value })).toBe(true);
  });

  it('has the defaults of vimtrace without a configuration', () => {
    const { hangup, grace, keep, large, at } = settle({}, {});
    const defaults = { hangup, grace, keep, large, at };
    for (const [name, { value }] of Object.entries(defaults))
      expect(schema.properties?.[name]?.default).toBe(value);
  });
});

describe.each(kinds)('a $kind', ({ kind, field, least, filled, examples, known }) => {
  const definition = schema.definitions?.[kind];
  const read = (profile: unknown) => readText('/c', JSON.stringify({ [field]: { x: profile } }));
  const readAs = (profile: unknown) => ({
    kind: 'config',
    config: { [field]: { x: { value: profile, origin: '/c:1' } } },
  });

  it('has the fields of its type', () => {
    expect(Object.keys(definition?.properties ?? {})).toEqual(Object.keys(examples));
  });

  it.each(values(examples))('can have "%s": %j', (name, value) => {
    expect(isValid({ [field]: { x: { ...least, [name]: value } } })).toBe(true);
  });

  it.each(Object.entries<object>(known))('can have the profile of %s', (_, profile) => {
    expect(read(profile)).toEqual(readAs(profile));
  });

  it('can be the name of each profile that vimtrace knows', () => {
    expect(definition?.then?.enum).toEqual(Object.keys(known));
    for (const name of Object.keys(known)) expect(read(name)).toEqual(readAs(name));
  });

  it('gets the optional fields filled in', () => {
    expect(read(least)).toEqual(readAs(filled));
  });
});

it('the origin of each setting is the line of its name', () => {
  const text =
    '{\n "pager":\n "less",\n "tracers": {\n  "a": "strace",\n  "b":\n "perf" },\n "grace": 4, "keep": "1",\n "hangup": "keep" }';
  expect(readText('/c', text)).toEqual({
    kind: 'config',
    config: {
      pager: { value: 'less', origin: '/c:2' },
      tracers: {
        a: { value: 'strace', origin: '/c:5' },
        b: { value: 'perf', origin: '/c:6' },
      },
      grace: { value: 4, origin: '/c:8' },
      keep: { value: '1', origin: '/c:8' },
      hangup: { value: 'keep', origin: '/c:9' },
    },
  });
});

it('the example in the man page is valid', () => {
  const example = /^\.Bd -literal -offset indent\n(\{[\s\S]*?)\.Ed$/m;
  const [, text = ''] = example.exec(readFileSync('man/vimtrace.1', 'utf8')) ?? [];
  const { $schema, ...file } = parse(text) as ConfigFile;
  expect(readText('/c', text).kind).toBe('config');
  expect(isValid(file)).toBe(true);
  expect(Object.keys(file).length).toBeGreaterThan(3);
  expect($schema).toMatch(/\/vimtrace\/schema\/config\.schema\.json$/);
});
