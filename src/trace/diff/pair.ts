/** Pairs the processes of two runs by birth and program, gives each pair one name, and writes the two texts. */
import { argvOf } from '../argv.ts';
import type { Normal, Story } from './normal.ts';

/** The text of a run, one entry a line, and for each entry the line of the trace that it stands for. */
export type Text = { readonly texts: readonly string[]; readonly lines: readonly number[] };

/** What a process of the first run is in the second; one side is missing if it has no match. */
type Pair = readonly [Story | undefined, Story | undefined];

/** The texts of two runs: the same order of processes, and the same names for paired processes. */
export function paired(first: Normal, second: Normal): readonly [Text, Text] {
  const pairs = pairsOf(new Family(first), new Family(second));
  return [write(first, pairs, 0), write(second, pairs, 1)];
}

/** The processes of one run, by their parents. */
class Family {
  readonly #children = new Map<Story | undefined, Story[]>();
  readonly #keys = new Map<Story, string>();

  constructor({ stories, chosen }: Normal) {
    const byProcess = new Map(stories.map((story) => [story.process, story]));
    for (const story of stories) {
      const { process } = story;
      const parent = process.parent === undefined ? undefined : byProcess.get(process.parent);
      // Only a parent that has an earlier number: whatever a trace says, the family is a tree.
      const isOlder = parent !== undefined && parent.number < story.number;
      const siblings = this.#children.get(isOlder ? parent : undefined);
      if (siblings === undefined) this.#children.set(isOlder ? parent : undefined, [story]);
      else siblings.push(story);
      const words = chosen.mask(argvOf(process.executed).join(' '));
      this.#keys.set(story, `${process.isThread ? 'thread' : 'process'} ${words}`);
    }
    for (const siblings of this.#children.values())
      siblings.sort((one, next) => one.process.born - next.process.born);
  }

  /** In the order of their births; undefined: those without a parent. */
  childrenOf(story: Story | undefined): readonly Story[] {
    return this.#children.get(story) ?? [];
  }

  /** What a process is, apart from its birth. */
  key(story: Story): string {
    return this.#keys.get(story) ?? '';
  }
}

/** All pairs, a parent before its children. */
function pairsOf(first: Family, second: Family): readonly Pair[] {
  const pairs: Pair[] = [];
  // No recursion: a chain of forks can be longer than the stack.
  const left: Pair[] = siblings(first, second, [undefined, undefined]).reverse();
  for (let pair = left.pop(); pair !== undefined; pair = left.pop()) {
    pairs.push(pair);
    left.push(...siblings(first, second, pair).reverse());
  }
  return pairs;
}

/** Pairs the children of two paired processes: first children that run the same program, in order; then the others, by birth. */
function siblings(first: Family, second: Family, [one, other]: Pair): Pair[] {
  const isRoot = one === undefined && other === undefined;
  const left = isRoot || one !== undefined ? first.childrenOf(one) : [];
  const right = isRoot || other !== undefined ? second.childrenOf(other) : [];
  const waiting = new Map<string, Story[]>();
  // Reversed, so that pop() takes the oldest.
  for (const story of [...right].reverse()) {
    const key = second.key(story);
    const same = waiting.get(key);
    if (same === undefined) waiting.set(key, [story]);
    else same.push(story);
  }
  const partners = new Map(left.map((story) => [story, waiting.get(first.key(story))?.pop()]));
  const taken = new Set(partners.values());
  const others = right.filter((story) => !taken.has(story)).reverse();
  const pairs = left.map((story): Pair => [story, partners.get(story) ?? others.pop()]);
  return [...pairs, ...others.reverse().map((story): Pair => [undefined, story])];
}

/** A name of a process in a text that is not finished (pids.ts). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: no other text of a trace has this byte
const NAME = /\x01(\d+)\x01/g;

function write({ chosen }: Normal, pairs: readonly Pair[], side: 0 | 1): Text {
  const names = new Map<number, string>();
  for (const [index, pair] of pairs.entries()) {
    const story = pair[side];
    if (story !== undefined) names.set(story.number, `P${index + 1}`);
  }
  const texts: string[] = [];
  const lines: number[] = [];
  for (const [index, pair] of pairs.entries()) {
    const story = pair[side];
    for (const [at, text] of (story?.texts ?? []).entries()) {
      const named = text.replace(NAME, (mark, number: string) => names.get(Number(number)) ?? mark);
      texts.push(`P${index + 1} ${chosen.mask(named)}`);
      lines.push(story?.lines[at] ?? 0);
    }
  }
  return { texts, lines };
}
