/** --print-config prints each value that is in force, and the origin of the value. */
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { outcome } from '../harness/command.ts';
import { type Place, place } from '../harness/place.ts';
import { configOf, configured } from './configured.ts';

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

/** Value and origin by name, as `vimtrace OPTIONS --print-config` prints them. Standard error must stay empty. */
function printed(
  where: Place,
  options: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ReadonlyMap<string, readonly [value: unknown, origin: string]> {
  const { stdout, stderr, status } = outcome(where, 'vimtrace', [...options, '--print-config'], {
    env,
  });
  expect([status, stderr]).toEqual([0, '']);
  return new Map(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => {
        const [, name = '', value = '', origin = ''] =
          /^(\S+) +(.*\S) {2,}(\S.*)$/.exec(line) ?? [];
        return [name, [JSON.parse(value), origin]];
      }),
  );
}

test('the defaults are in force without a file', () => {
  const where = place({ PAGER: 'most' });
  const all = printed(where, []);
  expect([...all.keys()]).toEqual([
    'config',
    'pager',
    'hangup',
    'grace',
    'keep',
    'large',
    'tracers',
    'pagers',
  ]);
  expect(all.get('config')).toEqual([configOf(where), 'not there']);
  expect(all.get('pager')).toEqual(['vim', 'the default']);
  expect(all.get('hangup')).toEqual(['end', 'the default']);
  expect(all.get('grace')).toEqual([2, 'the default']);
  expect(all.get('keep')).toEqual(['20,2G', 'the default']);
  expect(all.get('tracers')?.[0]).toContain('strace');
});

test('options override the environment, and the environment overrides the file', () => {
  const where = configured(text);
  const file = configOf(where);
  const all = printed(where, [], { VIMTRACE_KEEP: '3' });
  expect(all.get('config')).toEqual([file, 'read']);
  expect(all.get('pager')).toEqual(['less -S', `${file}:3`]);
  expect(all.get('hangup')).toEqual(['keep', `${file}:3`]);
  expect(all.get('grace')).toEqual([5, `${file}:2`]);
  expect(all.get('keep')).toEqual(['3', '$VIMTRACE_KEEP']);
  expect(all.get('tracers.cross-strace')).toEqual(['strace', `${file}:5`]);
  expect(all.get('tracers.perf')).toEqual([own, `${file}:6`]);
  expect(all.get('large')).toEqual(['1G', 'the default']);
  expect(all.get('pagers.ownpager')).toEqual([ownPager, `${file}:8`]);
  expect(all.get('pagers.vimx')).toEqual(['vim', `${file}:9`]);
  expect(all.get('tracers')?.[0]).not.toContain('perf');

  const asked = printed(where, ['--grace=7', '--hangup=end'], { VIMTRACE_PAGER: 'vim -R' });
  expect(asked.get('grace')).toEqual([7, '--grace']);
  expect(asked.get('hangup')).toEqual(['end', '--hangup']);
  expect(asked.get('pager')).toEqual(['vim -R', '$VIMTRACE_PAGER']);
  expect(printed(where, ['-p', 'view']).get('pager')).toEqual(['view', '--pager']);
  expect(printed(where, ['--no-pager']).get('pager')).toEqual(['', '--pager']);
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
