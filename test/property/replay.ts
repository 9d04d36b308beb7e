/** A journal, replayed: what the built command did is what the rules say, and the invariants hold. */
import { deepStrictEqual, ok } from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';
import type { Action } from '../../src/core/action.ts';
import type { Event } from '../../src/core/event.ts';
import { initial, type State } from '../../src/core/state.ts';
import { transition } from '../../src/core/transition.ts';
import { type Asked, asking, causal, nothingAsked } from './asked.ts';
import type { Step } from './explore.ts';
import { invariants, type Watch } from './invariants.ts';

type Line = {
  readonly pid: number;
  readonly state: State;
  readonly event: Event;
  readonly actions: readonly Action[];
};
/** One process of those that share a journal: where its steps so far have led. */
type Run = {
  readonly state: State;
  readonly asked: Asked;
  readonly watches: readonly Watching[];
};
type Watching = { readonly name: string; readonly watch: Watch };

/** Before the first step of a run, which is of the kind that the step tells. */
const atStart = ({ state: { run } }: Line): Run => ({
  state: initial(run),
  asked: nothingAsked,
  watches: invariants.map(({ name, start }) => ({ name, watch: start })),
});

/** Throws at the first step of `file` that the rules, `by`, do not explain, or that violates an invariant. */
export function replay(file: string, by = transition): void {
  if (!existsSync(file)) return;
  const runs = new Map<number, Run>();
  // A process that was killed may have left half a line at the end.
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  for (const [index, text] of lines.entries()) {
    const line = JSON.parse(text) as Line;
    const blame: Blame = (what, check) => {
      try {
        return check();
      } catch (cause) {
        throw new Error(`step ${index + 1} of the journal ${what}: ${text}`, { cause });
      }
    };
    const run = runs.get(line.pid);
    // --diff=TRACE TRACER: after the run, the same process opens what differs.
    const isNext = run?.state.at === 'ended' && line.event.type === 'traceOpened';
    runs.set(line.pid, follow(run === undefined || isNext ? atStart(line) : run, line, by, blame));
  }
}

/** Does `check`; if that throws, says `what` is wrong with the step. */
type Blame = <T>(what: string, check: () => T) => T;

function follow(
  run: Run,
  { state, event, actions }: Line,
  by: typeof transition,
  blame: Blame,
): Run {
  const from = run.state;
  blame('is not where the step before has led', () => deepStrictEqual(state, from));
  const [to, ordered] = asWritten(by(from, event));
  blame('has other actions than the rules', () => deepStrictEqual(actions, ordered));
  const step: Step = { from, event, to, actions };
  const watches = run.watches.map(({ name, watch }) => ({
    name,
    watch: blame(`violates "${name}"`, () => watch.next(step)),
  }));
  blame('is an answer that nothing asked for', () => ok(causal(run.asked, event)));
  return { state: to, asked: asking(run.asked, step), watches };
}

/** JSON leaves out what is undefined. */
const asWritten = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
