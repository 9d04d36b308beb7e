/** When the life of a descriptor is over: the rest of a trace is not searched for it. */
import { expect, it, test } from 'vitest';
import { Heads } from '../../../src/trace/filter/heads.ts';
import { Selection } from '../../../src/trace/filter/index.ts';
import { Life } from '../../../src/trace/filter/life.ts';
import { Owners } from '../../../src/trace/filter/owners.ts';
import { Tables } from '../../../src/trace/filter/tables.ts';

const FAR = 70_000;
const many = Array<string>(FAR).fill('1 getpid() = 1');
const bytes = (lines: readonly string[]): Buffer => Buffer.from(`${lines.join('\n')}\n`, 'latin1');

/** After which of `lines` the life of the descriptor 3 of the first line is over. */
function overAfter(lines: readonly string[]): number | undefined {
  const tables = new Tables();
  const owners = new Owners({ born: tables.born });
  const life = new Life(owners, tables, 1, 3);
  let first: number | undefined;
  const heads = new Heads((head) => {
    owners.see(head);
    life.see(head);
    // A line of a filler decides nothing: only the last of them is asked.
    if (head.number > 20 && head.number < FAR) return;
    if (life.isOver(head)) first ??= head.number;
    else expect(first).toBeUndefined();
  });
  const text = bytes(lines);
  heads.feed(text, text.length);
  return first;
}

const open = '1 openat(AT_FDCWD, "f", O_RDONLY) = 3';

test.for([
  { what: 'is closed', lines: [open, '1 read(3, "", 9) = 0', '1 close(3) = 0'], after: 3 },
  { what: 'is never closed', lines: [open, '1 read(3, "", 9) = 0'], after: undefined },
  {
    what: 'has a copy',
    lines: [open, '1 dup(3) = 4', '1 close(3) = 0', '1 close(4) = 0'],
    after: 4,
  },
  {
    what: 'is replaced by another',
    lines: [open, '1 dup2(0, 3) = 3'],
    after: 2,
  },
  {
    what: 'has the flag of close-on-exec',
    lines: [
      '1 openat(AT_FDCWD, "f", O_RDONLY|O_CLOEXEC) = 3',
      '1 execve("/bin/a", ["a"], 0x1) = 0',
    ],
    after: 2,
  },
  {
    what: 'is a child’s too',
    lines: [open, '1 clone(flags=SIGCHLD) = 2', '1 close(3) = 0', '2 close(3) = 0'],
    after: 4,
  },
  {
    what: 'is still a child’s that has just ended',
    lines: [open, '1 clone(flags=SIGCHLD) = 2', '1 close(3) = 0', '2 +++ exited with 0 +++'],
    after: undefined,
  },
  {
    what: 'was a child’s that ended long ago',
    lines: [
      open,
      '1 clone(flags=SIGCHLD) = 2',
      '1 close(3) = 0',
      '2 +++ exited with 0 +++',
      ...many,
    ],
    after: FAR,
  },
  {
    what: 'is a thread’s, and its leader ended long ago',
    lines: [
      open,
      '1 clone(child_stack=0x1, flags=CLONE_VM|CLONE_FILES|CLONE_THREAD) = 2',
      '2 read(3, "", 9) = 0',
      '1 +++ exited with 0 +++',
      ...many.map(() => '2 getpid() = 1'),
    ],
    after: undefined,
  },
  {
    what: 'is closed while another thread reads from it',
    lines: [
      open,
      '1 clone(child_stack=0x1, flags=CLONE_VM|CLONE_FILES|CLONE_THREAD) = 2',
      '2 read(3, <unfinished ...>',
      '1 close(3) = 0',
      '2 <... read resumed>"", 9) = 0',
    ],
    after: 5,
  },
  { what: 'was there before', lines: ['1 read(3, "", 9) = 0', '1 close(3) = 0'], after: undefined },
])('the life of a descriptor that $what', ({ lines, after }) => {
  expect(overAfter(lines)).toBe(after);
});

it('chooses no line of another descriptor with the same number afterwards', () => {
  const selection = new Selection(
    [{ wanted: { by: 'descriptor', line: 1, fd: 3 }, is: 'only' }],
    () => new Set(),
  );
  const text = bytes([open, '1 close(3) = 0', ...many, open, '1 read(3, "", 9) = 0']);
  selection.feed(text, text.length);
  const chosen = selection.chosen();
  if (typeof chosen === 'string') throw new Error(chosen);
  const all = Array.from({ length: selection.last }, (_, at) => at + 1);
  expect(all.filter((line) => chosen.has(line))).toEqual([1, 2]);
});

it('goes on for another filter that asks whose each line is', () => {
  const selection = new Selection(
    [
      { wanted: { by: 'descriptor', line: 1, fd: 3 }, is: 'but' },
      { wanted: { by: 'thread', line: 1 }, is: 'but' },
    ],
    () => new Set(),
  );
  const text = bytes([open, '1 close(3) = 0', ...many, '1 getuid() = 0', '7 getuid() = 0']);
  selection.feed(text, text.length);
  const chosen = selection.chosen();
  if (typeof chosen === 'string') throw new Error(chosen);
  const all = Array.from({ length: selection.last }, (_, at) => at + 1);
  expect(all.filter((line) => chosen.has(line))).toEqual([FAR + 4]);
});
