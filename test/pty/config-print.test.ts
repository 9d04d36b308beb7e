/** --print-config prints each value that is in force, and the origin of the value. */
import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { outcome } from '../harness/command.ts';
import { type Place, place, unsaid } from '../harness/place.ts';
import { configOf, configured } from './configured.ts';
import { settingsIn } from './settings-in.ts';

const own = { stream: 'stdout', valued: { letters: 'x', words: [] }, untouched: ['h'] };
const ownPager = { stop: 'orderly', args: ['-x', '{file}'] };
const text = `{
  "grace": 5,
  "pager": "less -S", "hangup": "keep",
  "tracers": {
    "cross-strace": "strace",
    "perf": ${JSON.stringify(own)}
  },
  "pagers": { "ownpager": ${JSON.stringify(ownPager)},
    "vimx": "vim" }
}`;

/** What `vimtrace OPTIONS --print-config` prints. Standard error must stay empty. */
function document(
  where: Place,
  options: readonly string[],
  env: Readonly<Record<string, string>> = {},
): string {
  const { stdout, stderr, status } = outcome(where, 'vimtrace', [...options, '--print-config'], {
    env: { ...unsaid, ...env },
  });
  expect([status, stderr]).toEqual([0, '']);
  return stdout;
}

/** Value and origin by name, as `document` has them. */
function printed(
  ...args: Parameters<typeof document>
): ReadonlyMap<string, readonly [value: unknown, origin: string | undefined]> {
  const read = settingsIn(document(...args));
  return new Map([...read].map(([name, { value, origin }]) => [name, [value, origin]]));
}

test('the defaults are in force without a file', () => {
  const where = place({ PAGER: 'most' });
  const all = printed(where, []);
  expect([...all.keys()]).toEqual(['$schema', 'pager', 'hangup', 'grace', 'keep', 'large', 'at']);
  expect(all.get('pager')).toEqual(['vim', 'the default']);
  expect(all.get('hangup')).toEqual(['end', 'the default']);
  expect(all.get('grace')).toEqual([2, 'the default']);
  expect(all.get('keep')).toEqual(['10,500M,7d/20,2G', 'the default']);
  expect(all.get('at')).toEqual(['cause', 'the default']);
  const text = document(where, []);
  expect(text.replaceAll('\n//', '')).toContain(`${configOf(where)} is not there.`);
  expect(text).toContain('// the default: strace, ltrace, ');
});

test('options override the environment, and the environment overrides the file', () => {
  const where = configured(text);
  const file = configOf(where);
  const all = printed(where, [], { VIMTRACE_KEEP: '3' });
  expect(document(where, []).replaceAll('\n//', '')).toContain(`${file} was read.`);
  expect(all.get('pager')).toEqual(['less -S', `${file}:3`]);
  expect(all.get('hangup')).toEqual(['keep', `${file}:3`]);
  expect(all.get('grace')).toEqual([5, `${file}:2`]);
  expect(all.get('keep')).toEqual(['3', '$VIMTRACE_KEEP']);
  expect(all.get('tracers.cross-strace')).toEqual(['strace', `${file}:5`]);
  expect(all.get('tracers.perf')).toEqual([own, `${file}:6`]);
  expect(all.get('large')).toEqual(['1G', 'the default']);
  expect(all.get('pagers.ownpager')).toEqual([ownPager, `${file}:8`]);
  expect(all.get('pagers.vimx')).toEqual(['vim', `${file}:9`]);
  expect(document(where, [])).not.toMatch(/the default: .*\bperf\b/);

  const asked = printed(where, ['--grace=7', '--hangup=end', '--at=end'], {
    VIMTRACE_PAGER: 'vim -R',
    VIMTRACE_AT: 'start',
  });
  expect(asked.get('at')).toEqual(['end', '--at']);
  expect(printed(where, [], { VIMTRACE_AT: 'start' }).get('at')).toEqual(['start', '$VIMTRACE_AT']);
  expect(asked.get('grace')).toEqual([7, '--grace']);
  expect(asked.get('hangup')).toEqual(['end', '--hangup']);
  expect(asked.get('pager')).toEqual(['vim -R', '$VIMTRACE_PAGER']);
  expect(printed(where, ['-p', 'view']).get('pager')).toEqual(['view', '--pager']);
  expect(printed(where, ['--no-pager']).get('pager')).toEqual(['', '--pager']);
});

test.for([
  { how: 'without a file', text: {} },
  { how: 'with a file', text },
  { how: 'with a text that a terminal would obey', text: { pager: 'less \u202e\u001b[2J "\\"' } },
])('what is printed is one configuration with the same settings: $how', ({ text }) => {
  const where = configured(text);
  const first = document(where, []);
  expect(first.replaceAll('\n', '')).not.toMatch(/[\p{Cf}\p{Cc}]/u);
  const values = (from: string) => [...settingsIn(from)].map(([name, { value }]) => [name, value]);
  const second = document(configured(first), []);
  expect(values(second)).toEqual(values(first));
  // Each setting now comes from the line of the document that has it.
  for (const { line, origin } of settingsIn(second).values())
    if (origin !== 'of this vimtrace')
      expect(origin).toMatch(new RegExp(`/config\\.json:${line}$`));
});

test('$schema is the schema of this installation', () => {
  const where = place();
  const [path] = printed(where, []).get('$schema') ?? [];
  const schema = JSON.parse(readFileSync(String(path), 'utf8')) as Record<string, unknown>;
  const root = realpathSync(join(inject('prefix'), 'lib/node_modules/vimtrace'));
  expect(path).toBe(join(root, 'schema/config.schema.json'));
  expect(schema['$id']).toMatch(/^https:.*\/schema\/config\.schema\.json$/);
  expect([schema['allowComments'], schema['allowTrailingCommas']]).toEqual([true, true]);
});

test('a pager that was set is printed, and one that cannot be found is reported', () => {
  const where = place();
  const path = `${join(inject('prefix'), 'bin')}:${where.directory}/work`;
  const absolute = { PATH: `${path}:${process.env['PATH']}` };
  expect(printed(where, [], absolute).get('pager')?.[1]).toBe('the default');
  const { status, stdout, stderr } = outcome(
    where,
    'vimtrace',
    ['-p', 'nowhere', '--print-config'],
    {
      env: absolute,
    },
  );
  expect([status, stdout]).toEqual([125, '']);
  expect(stderr).toMatch(/^vimtrace: cannot run the pager nowhere, set by --pager: not found; /);
  expect(printed(where, [], { VIMTRACE_PAGER: 'cat' }).get('pager')).toEqual([
    'cat',
    '$VIMTRACE_PAGER',
  ]);
});
