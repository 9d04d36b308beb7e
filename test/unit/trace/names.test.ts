/** Names: the walk finds what was learned, and nothing else. */
import { expect, it } from 'vitest';
import { apart, Names, START } from '../../../src/trace/names.ts';

const find = (names: Names, name: string): string | undefined => {
  let state = START;
  for (const char of name) state = names.step(state, char.charCodeAt(0));
  return names.at(state);
};

it('finds each name that was learned, and no beginning and no continuation of one', () => {
  const names = new Names();
  for (const name of ['read', 'readlink', 'stat', 'st\xe4t'])
    expect([names.learn(name), find(names, name)]).toEqual([name, name]);
  for (const name of ['', 'r', 'readl', 'reads', 'statx', 'xread'])
    expect([name, find(names, name)]).toEqual([name, undefined]);
});

it('gives a name back when the tree is full, and still finds the names that it has', () => {
  const names = new Names();
  const all = Array.from({ length: 2000 }, (_, at) => `function_${at * at}`);
  for (const name of all) expect(names.learn(name)).toBe(name);
  expect(find(names, 'function_0')).toBe('function_0');
  expect(all.some((name) => find(names, name) === undefined)).toBe(true);
  for (const name of all) expect([undefined, name]).toContain(find(names, name));
});

it('copies a part of a text character by character', () => {
  const text = '5 openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 3';
  for (let from = 0; from < text.length; from += 1)
    for (let to = from; to <= text.length; to += 1)
      expect(apart(text.slice(from, to))).toBe(text.slice(from, to));
});
