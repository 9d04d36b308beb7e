/** Reads what diff -u says of two texts, and finds the place where a reader begins. */

/** A line of each text, counted from 1. */
export type Spot = { readonly first: number; readonly second: number };

/** The results of these calls tell when something happened, more than what happened. */
const timing = new Set(
  'futex wait4 waitid waitpid poll ppoll select pselect6 epoll_wait epoll_pwait epoll_pwait2 restart_syscall rt_sigsuspend pause nanosleep clock_nanosleep'.split(
    ' ',
  ),
);

type Line = { readonly at: number; readonly text: string };

/** Takes the lines of the hunks, without the two lines of file names before them. */
export class Differences {
  #next: Spot = { first: 1, second: 1 };
  #removed: Line[] = [];
  #added: Line[] = [];
  #result: Spot | undefined;
  #late: Spot | undefined;
  #any: Spot | undefined;

  /** Take `line`; for the head of a hunk, the lines where the hunk begins. */
  see(line: string): Spot | undefined {
    const { first, second } = this.#next;
    switch (line.charAt(0)) {
      case '-':
        this.#removed.push({ at: first, text: line.slice(1) });
        this.#next = { first: first + 1, second };
        return undefined;
      case '+':
        this.#added.push({ at: second, text: line.slice(1) });
        this.#next = { first, second: second + 1 };
        return undefined;
      case ' ':
        this.#close();
        this.#next = { first: first + 1, second: second + 1 };
        return undefined;
      case '@':
        this.#close();
        this.#next = headOf(line);
        return this.#next;
      default:
        return undefined;
    }
  }

  /** After the last line: the first call whose result differs; else the first difference. */
  end(): Spot | undefined {
    this.#close();
    return this.#result ?? this.#late ?? this.#any;
  }

  /** The lines that were removed and added in one place are known. */
  #close(): void {
    const [removed] = this.#removed;
    const [added] = this.#added;
    if (removed === undefined && added === undefined) return;
    this.#any ??= {
      first: removed?.at ?? this.#next.first,
      second: added?.at ?? this.#next.second,
    };
    if (this.#result === undefined) this.#compare();
    this.#removed = [];
    this.#added = [];
  }

  #compare(): void {
    const before = new Map<string, Line>();
    for (const line of [...this.#removed].reverse()) before.set(callOf(line.text), line);
    for (const line of this.#added) {
      const call = callOf(line.text);
      const other = before.get(call);
      if (call === '' || other === undefined || other.text === line.text) continue;
      const spot = { first: other.at, second: line.at };
      const [, name = ''] = /^P\d+ (\w+)\(/.exec(call) ?? [];
      if (timing.has(name)) this.#late ??= spot;
      else {
        this.#result = spot;
        return;
      }
    }
  }
}

/** What is before the result of a call; '' for a line that is no call. */
const callOf = (text: string): string => text.slice(0, Math.max(0, text.lastIndexOf(' = ')));

/** diff counts the line before, if a hunk has no line of a text. */
function headOf(line: string): Spot {
  const [, first = '1', ones = '1', second = '1', others = '1'] =
    /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))?/.exec(line) ?? [];
  return {
    first: Number(first) + (ones === '0' ? 1 : 0),
    second: Number(second) + (others === '0' ? 1 : 0),
  };
}
