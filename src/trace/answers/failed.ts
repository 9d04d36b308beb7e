/** failed: each failed call that matters, or each one. */
import type { Answer, Fact } from '../facts.ts';
import type { Call } from '../line.ts';
import { isNoise, Searches } from '../noise.ts';
import { rawPath } from '../paths.ts';
import { isRestart } from '../result.ts';
import { fromBytes, unescaped } from '../text.ts';

export type FailedRow = {
  readonly line: number;
  readonly pid: number;
  readonly call: string;
  readonly errno: string;
  /** Empty if the call names none. */
  readonly path: string;
  readonly args: string;
};

export class Failed implements Answer<FailedRow> {
  readonly #searches: Searches | undefined;

  /** `isAll`: those that mean nothing too. */
  constructor(isAll: boolean) {
    this.#searches = isAll ? undefined : new Searches();
  }

  see(fact: Fact): FailedRow | undefined {
    if (fact.kind === 'end') {
      const unfinished = this.#searches?.ended(fact.pid);
      return unfinished === undefined ? undefined : row(unfinished);
    }
    if (fact.kind !== 'call') return undefined;
    const { errno } = fact;
    if (this.#searches === undefined) return errno === '' ? undefined : row(fact);
    if (isRestart(errno) || (errno !== '' && isNoise(fact, errno))) return undefined;
    const over = this.#searches.see(fact, errno);
    return over === undefined ? undefined : row(over);
  }

  *rows(): Iterable<FailedRow> {
    if (this.#searches !== undefined) for (const call of this.#searches.end()) yield row(call);
  }
}

function row(call: Call): FailedRow {
  const path = rawPath(call.name, call.args) ?? '';
  return {
    line: call.line,
    pid: call.pid,
    call: call.name,
    errno: call.errno,
    path: fromBytes(unescaped(path)),
    args: call.args,
  };
}
