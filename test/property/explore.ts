/** Every sequence of events from the initial state, as far as the machine or an observer can tell them apart. */
import type { Action } from '../../src/core/action.ts';
import type { Event } from '../../src/core/event.ts';
import { initial, type Run, type State } from '../../src/core/state.ts';
import { transition } from '../../src/core/transition.ts';
import type { Ended, Left, Ownership, SignalName, Stop, Terminal } from '../../src/core/types.ts';

const ownerships: readonly Ownership[] = ['foreground', 'background', 'orphaned', 'gone'];
const terminals: readonly Terminal[] = [...ownerships, 'lent'];
/** Every kind of run. */
export const runs: readonly Run[] = (['end', 'keep'] as const).flatMap((hangup) =>
  (['due', 'none'] as const).map((paging): Run => ({ hangup, paging })),
);
const lefts: readonly Left[] = ['none', 'empty', 'refusal', 'present'];
const stops: readonly Stop[] = ['orderly', 'abrupt'];
const ends: readonly Ended[] = [
  { how: 'exited', code: 0 },
  { how: 'exited', code: 1 },
  { how: 'exited', code: 126 },
  { how: 'exited', code: 127 },
  { how: 'killed', signal: 'SIGKILL' },
];
const terminated: Ended = { how: 'killed', signal: 'SIGTERM' };
const signals: readonly SignalName[] = [
  'SIGHUP',
  'SIGTERM',
  'SIGINT',
  'SIGTSTP',
  'SIGTTIN',
  'SIGTTOU',
  'SIGSTOP',
  'SIGCONT',
];

/** One event of each kind that a row could tell from another. */
export const events: readonly Event[] = [
  { type: 'tracerStarted' },
  ...(['ENOENT', 'EACCES', 'other'] as const).map(
    (code): Event => ({ type: 'tracerFailed', failure: { kind: 'tracer', code, detail: 'why' } }),
  ),
  ...terminals.flatMap((terminal) =>
    lefts.flatMap((trace) =>
      [1, 3].map(
        (code): Event => ({
          type: 'tracerEnded',
          ended: { how: 'exited', code },
          trace,
          terminal,
          others: 'ended',
          readers: 'none',
        }),
      ),
    ),
  ),
  ...lefts.map(
    (trace): Event => ({
      type: 'tracerEnded',
      ended: { how: 'exited', code: 3 },
      trace,
      terminal: 'gone',
      others: 'left',
      readers: 'none',
    }),
  ),
  ...ownerships.map(
    (terminal): Event => ({
      type: 'tracerEnded',
      ended: { how: 'exited', code: 3 },
      trace: 'present',
      terminal,
      others: 'ended',
      readers: 'left',
    }),
  ),
  ...terminals.map((terminal): Event => ({ type: 'readersEnded', terminal })),
  ...terminals.map((terminal): Event => ({ type: 'readersStopped', terminal })),
  ...terminals.flatMap((terminal) =>
    lefts.map((trace): Event => ({ type: 'traceOpened', trace, terminal })),
  ),
  { type: 'othersEnded' },
  { type: 'pagerStarted' },
  ...stops.flatMap((stop): Event[] => [
    { type: 'pagerStopped', stop },
    { type: 'pagerRan', stop },
  ]),
  ...terminals.flatMap((terminal): Event[] => [
    ...[...ends, terminated].map((ended) => ({ type: 'monitorEnded', ended, terminal }) as const),
    ...ends.map((ended) => ({ type: 'pagerEnded', ended, terminal }) as const),
  ]),
  { type: 'terminalYielded' },
  ...terminals.map((terminal): Event => ({ type: 'continued', terminal })),
  { type: 'graceOver' },
  { type: 'failed', failure: { kind: 'defect', detail: 'why' } },
  ...(['foreground', 'background'] as const).flatMap((terminal): Event[] => [
    { type: 'monitorStopped', terminal },
    ...signals.map((signal) => ({ type: 'signalled', signal, terminal }) as const),
  ]),
];

/** A step of the machine. */
export type Step = {
  readonly from: State;
  readonly event: Event;
  readonly to: State;
  readonly actions: readonly Action[];
};

/** What a property remembers of the steps so far; `after` throws where the property does not hold. */
export type Observer<Memory> = {
  readonly start: Memory;
  readonly after: (memory: Memory, step: Step) => Memory;
  /** Whether the event can happen now; without it, any can at any time. */
  readonly possible?: (memory: Memory, event: Event) => boolean;
};

/** The steps from a state, by that state as JSON: found once for all observers of a test file. */
const known = new Map<string, readonly (readonly [Step, string])[]>();
function stepsFrom(state: State, key: string): readonly (readonly [Step, string])[] {
  const found =
    known.get(key) ??
    events.map((event) => {
      const [to, actions] = transition(state, event);
      return [{ from: state, event, to, actions }, JSON.stringify(to)] as const;
    });
  known.set(key, found);
  return found;
}

/** The events that have led to a state, the last one first: all states share the beginnings of their paths. */
type Path = { readonly event: Event; readonly before: Path } | undefined;
const inOrder = (path: Path): readonly Event[] =>
  path === undefined ? [] : [...inOrder(path.before), path.event];

/** Visit every step that some sequence of events leads to. Ends, as states and memories are finite. */
export function explore<Memory>({ start, after, possible }: Observer<Memory>): readonly Step[] {
  const steps: Step[] = [];
  const seen = new Map<string, Set<string>>();
  const open: {
    readonly state: State;
    readonly key: string;
    readonly memory: Memory;
    readonly path: Path;
  }[] = [];
  const visit = (state: State, key: string, memory: Memory, path: Path): void => {
    const memories = seen.get(key) ?? new Set();
    const text = JSON.stringify(memory);
    if (memories.has(text)) return;
    seen.set(key, memories.add(text));
    open.push({ state, key, memory, path });
  };
  for (const run of runs) visit(initial(run), JSON.stringify(initial(run)), start, undefined);
  // The loop also visits what it pushes.
  for (const here of open) {
    for (const [step, key] of stepsFrom(here.state, here.key)) {
      if (possible !== undefined && !possible(here.memory, step.event)) continue;
      const path: Path = { event: step.event, before: here.path };
      steps.push(step);
      let memory: Memory;
      try {
        memory = after(here.memory, step);
      } catch (error) {
        throw new Error(`after ${JSON.stringify(inOrder(path))}`, { cause: error });
      }
      visit(step.to, key, memory, path);
    }
  }
  return steps;
}
