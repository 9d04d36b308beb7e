/** What must always hold, step by step. The exploration and the replay of a journal both check all of it. */
import type { Action, ActionType } from '../../src/core/action.ts';
import type { Event } from '../../src/core/event.ts';
import type { Terminal } from '../../src/core/types.ts';
import type { Step } from './explore.ts';

/** What an invariant remembers of the steps so far; `next` throws where the invariant does not hold. */
export type Watch = { readonly memory: unknown; readonly next: (step: Step) => Watch };
export type Invariant = { readonly name: string; readonly start: Watch };

function invariant<Memory>(
  name: string,
  start: Memory,
  after: (memory: Memory, step: Step) => Memory,
): Invariant {
  const watch = (memory: Memory): Watch => ({ memory, next: (step) => watch(after(memory, step)) });
  return { name, start: watch(start) };
}

const fail = (why: string): never => {
  throw new Error(why);
};
/** What an event says of the terminal, if an action depends on that; a signal says only where it may come from. */
const heardOf = (event: Event): Terminal | undefined =>
  'terminal' in event && event.type !== 'signalled' ? event.terminal : undefined;
export const ordered = (actions: readonly Action[], type: ActionType): readonly Action[] =>
  actions.filter((action) => action.type === type);

type Stops = {
  /** Our own requests to stop that the pager has not answered yet. */
  readonly own: number;
  /** Stops of the pager that P has not followed yet. */
  readonly due: number;
};

export const invariants: readonly Invariant[] = [
  invariant(
    'P stops by SIGTSTP only in answer to a yielded terminal, each answer once, or to a stop of its readers',
    0,
    (unanswered: number, { event, actions }) => {
      const stops = ordered(actions, 'stopGroup').filter(
        (action) => 'signal' in action && action.signal === 'SIGTSTP',
      );
      const isYielded = event.type === 'terminalYielded' && unanswered === 1;
      if (stops.length > 0 && !isYielded && event.type !== 'readersStopped') fail('not yielded');
      if (stops.length > 1) fail('stopped twice');
      const yields = ordered(actions, 'yieldTerminal').length;
      return Math.min(2, unanswered - (event.type === 'terminalYielded' ? 1 : 0) + yields);
    },
  ),

  invariant<Terminal | 'unknown'>(
    'the terminal is given to the pager only when the last that was heard of it is "foreground"',
    'unknown',
    (last, { event, actions }) => {
      const heard = heardOf(event) ?? last;
      // A signal may say "background" of a pager that has the terminal; what it says counts for its own step alone.
      const now = event.type === 'signalled' ? event.terminal : heard;
      for (const type of ['openPager', 'resumePager'] as const)
        if (ordered(actions, type).length > 0 && now !== 'foreground') fail(`${type}: ${now}`);
      return heard;
    },
  ),

  invariant(
    'no pager opens while a reader of the output is left',
    false,
    (isRead: boolean, { event, actions }) => {
      if (event.type === 'tracerEnded' && event.readers === 'left') return true;
      const isLeft = isRead && event.type !== 'readersEnded';
      if (isLeft && ordered(actions, 'openPager').length > 0) fail('opened over a reader');
      return isLeft;
    },
  ),

  invariant(
    'the pager is resumed only after it has stopped',
    false,
    (stopped: boolean, { event, actions }) => {
      const isStopped = stopped || event.type === 'pagerStopped';
      const resumed = ordered(actions, 'resumePager').length > 0;
      if (resumed && !isStopped) fail('resumed while running');
      return isStopped && !resumed;
    },
  ),

  invariant<Stops>(
    'one stop of the pager, or of the readers, is one SIGTSTP to P, unless the stop was our own request',
    { own: 0, due: 0 },
    ({ own, due }, { from, event, to, actions }) => {
      if (to.at === 'ending' || to.at === 'ended') return { own: 0, due: 0 };
      const isStop = event.type === 'pagerStopped' && from.at !== to.at;
      const isOwn = isStop && from.at === 'redrawing' && event.stop === 'orderly';
      if (isOwn && own === 0) fail('took a stop for its own');
      const asked =
        from.at === 'resuming' &&
        actions.some((action) => action.type === 'signalPager' && action.signal === 'SIGTSTP');
      const stops = actions.filter(
        (action) => action.type === 'stopGroup' && action.signal === 'SIGTSTP',
      ).length;
      const areReaders = event.type === 'readersStopped' && event.terminal === 'foreground';
      const left =
        due + (isStop && !isOwn ? 1 : 0) + (areReaders && from.at === 'draining' ? 1 : 0) - stops;
      if (left < 0 || left > 1) fail(`stops due: ${left}`);
      if (to.at === 'paging' && left !== 0) fail('a stop of the pager was lost');
      return { own: asked ? 1 : isStop ? 0 : own, due: left };
    },
  ),

  invariant(
    'the end comes exactly once, and nothing after it',
    false,
    (over: boolean, { to, actions }) => {
      const exits = ordered(actions, 'exit').length;
      if (over && actions.length > 0) fail('something after the end');
      if (exits > 1) fail('ended twice');
      if (exits === 1 && actions.at(-1)?.type !== 'exit') fail('something after the exit');
      if ((to.at === 'ended') !== (over || exits === 1)) fail('the phase and the exit differ');
      return to.at === 'ended';
    },
  ),

  invariant(
    'the trace is removed, shelved or kept exactly once, right before the end',
    0,
    (before: number, { actions }) => {
      const fates = (['discardTrace', 'shelveTrace', 'keepTrace'] as const).flatMap((type) =>
        ordered(actions, type),
      );
      const decided = before + fates.length;
      const ends = ordered(actions, 'exit').length > 0;
      if (decided > 1) fail('decided twice');
      if (ends !== decided > before) fail('not decided at the end');
      if (ordered(actions, 'printTrace').length > 0 && !ends) fail('printed before the end');
      return decided;
    },
  ),

  invariant(
    'the trace is shelved only after its pager was quit',
    false,
    (quit: boolean, { event, actions }) => {
      const isQuit =
        quit ||
        (event.type === 'pagerEnded' && event.ended.how === 'exited' && event.ended.code === 0);
      if (ordered(actions, 'shelveTrace').length > 0 && !isQuit) fail('nobody has read it');
      return isQuit;
    },
  ),

  invariant<Terminal | 'unknown'>(
    'an orphaned or vanished terminal, or another’s turn, never leads to another stop of P',
    'unknown',
    (last, { event, actions }) => {
      const heard = heardOf(event) ?? last;
      const isOurs = heard === 'foreground' || heard === 'background' || heard === 'unknown';
      if (!isOurs && ordered(actions, 'stopGroup').length > 0) fail('waits for ever');
      return heard;
    },
  ),

  invariant<string | null>('the first failure decides the status', null, (first, { actions }) => {
    const told = actions.find((action) => action.type === 'complain');
    const failure = first ?? (told === undefined ? null : JSON.stringify(told.failure));
    for (const action of actions) {
      if (action.type !== 'exit' || failure === null) continue;
      if (action.outcome.by !== 'failure' || JSON.stringify(action.outcome.failure) !== failure)
        fail('another status');
    }
    return failure;
  }),

  invariant(
    'a pager that was opened is closed before the end',
    false,
    (open: boolean, { actions }) => {
      const isOpen = open || ordered(actions, 'openPager').length > 0;
      const closed = ordered(actions, 'closePager').length > 0;
      if (closed && !isOpen) fail('closed twice, or never opened');
      if (ordered(actions, 'exit').length > 0 && isOpen && !closed) fail('left behind');
      return isOpen && !closed;
    },
  ),

  invariant(
    'modes that were parked are put back before the pager is resumed, and no others',
    false,
    (parked: boolean, { to, actions }) => {
      let held = parked;
      // A pager that goes on only to end needs no modes of its own.
      const isNeeded = to.at !== 'ending' && !ordered(actions, 'unparkModes').length;
      for (const { type } of actions) {
        if (type === 'unparkModes' && !held) fail('none were parked');
        if (type === 'resumePager' && held && isNeeded) fail('still parked');
        if (type === 'parkModes') held = true;
        if (type === 'unparkModes') held = false;
      }
      return held;
    },
  ),
];
