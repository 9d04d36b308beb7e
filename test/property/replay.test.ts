/** The replay of a journal, which every test of the command ends with: what it lets pass, and what it does not. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Action, ActionType } from '../../src/core/action.ts';
import type { Event } from '../../src/core/event.ts';
import { initial, type State } from '../../src/core/state.ts';
import { transition } from '../../src/core/transition.ts';
import { invariants } from './invariants.ts';
import { replay } from './replay.ts';

type Line = {
  readonly pid: number;
  readonly state: State;
  readonly event: Event;
  readonly actions: readonly Action[];
};

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'vimtrace-replay-'));
});
afterEach(() => {
  rmSync(place, { recursive: true });
});

const ended = { how: 'exited', code: 3 } as const;
const terminal = 'foreground' as const;
const opens: readonly Event[] = [
  { type: 'tracerStarted' },
  { type: 'tracerEnded', ended, trace: 'present', terminal, others: 'ended', readers: 'none' },
  { type: 'pagerStarted' },
];
const stops: readonly Event[] = [
  { type: 'pagerStopped', stop: 'orderly' },
  { type: 'terminalYielded' },
];
const ends: readonly Event[] = [
  { type: 'continued', terminal },
  { type: 'pagerEnded', ended: { how: 'exited', code: 0 }, terminal },
  { type: 'monitorEnded', ended: { how: 'exited', code: 0 }, terminal },
];

/** What the process `pid` notes of `events`. */
function linesOf(pid: number, events: readonly Event[], by = transition): Line[] {
  let state: State = initial({ hangup: 'end', paging: 'due' });
  return events.map((event) => {
    const from = state;
    const [to, actions] = by(from, event);
    state = to;
    return { pid, state: from, event, actions };
  });
}

/** Replays a journal of `lines`. */
function replayed(lines: readonly Line[], end = '', by = transition): () => void {
  const file = join(place, 'journal');
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join('') + end);
  return () => replay(file, by);
}

const whole = linesOf(1, [...opens, ...stops, ...ends]);

describe('as it should be', () => {
  it('no journal', () => {
    replay(join(place, 'none'));
  });

  it('a run to its end', () => {
    expect(whole.at(-1)?.actions.at(-1)?.type).toBe('exit');
    replayed(whole)();
  });

  it('a run that was killed, with half a line at the end', () => {
    replayed(whole.slice(0, -2), '{"pid":1,"sta')();
  });

  it('two runs, line by line in turns', () => {
    const other = linesOf(2, [...opens, ...ends.slice(1)]);
    replayed(whole.flatMap((line, at) => [line, ...other.slice(at, at + 1)]))();
  });
});

describe('not explained by the rules', () => {
  it('a step that is missing at the start', () => {
    expect(replayed(whole.slice(1))).toThrow(
      /^step 1 of the journal is not where the step before has led: .*"tracerEnded"/,
    );
  });

  it.each(
    whole.slice(1, -1).map((line, at) => [line.event.type, at + 1] as const),
  )('a step that is missing in the middle: %s', (_type, missing) => {
    expect(replayed(whole.filter((_line, at) => at !== missing))).toThrow(
      `step ${missing + 1} of the journal is not where the step before has led`,
    );
  });

  it('a fact of the state that has changed between two steps', () => {
    const changed = whole.map((line) =>
      line.state.at === 'yielding'
        ? { ...line, state: { ...line.state, stop: 'abrupt' as const } }
        : line,
    );
    expect(replayed(changed)).toThrow(/^step 5 .* is not where the step before has led/);
  });

  it('a run whose kind has changed between two steps', () => {
    const changed = whole.map((line, at) =>
      at < 3
        ? line
        : { ...line, state: { ...line.state, run: { hangup: 'keep', paging: 'due' } as const } },
    );
    expect(replayed(changed)).toThrow(/^step 4 .* is not where the step before has led/);
  });

  it('two runs under one pid', () => {
    expect(replayed([...whole, ...whole])).toThrow(
      /^step 9 .* is not where the step before has led/,
    );
  });

  it('an opened trace under the pid of a run that is not over', () => {
    const opened: Event = { type: 'traceOpened', trace: 'present', terminal };
    const [first] = linesOf(1, [opened]);
    if (first === undefined) throw new Error('no step');
    expect(replayed([...whole, first])).not.toThrow();
    expect(replayed([...whole.slice(0, -1), first])).toThrow(/^step 8 .* is not where/);
  });

  it.each(
    whole.flatMap((line, at) => (line.actions.length > 0 ? [[line.event.type, at] as const] : [])),
  )('an action that is missing, on %s', (_type, lacking) => {
    const without = whole.map((line, at) =>
      at === lacking ? { ...line, actions: line.actions.slice(1) } : line,
    );
    expect(replayed(without)).toThrow(
      `step ${lacking + 1} of the journal has other actions than the rules`,
    );
  });

  it('an action with another signal', () => {
    const other = whole.map((line) =>
      line.event.type === 'terminalYielded'
        ? { ...line, actions: [{ type: 'stopGroup', signal: 'SIGTTIN' } as const] }
        : line,
    );
    expect(replayed(other)).toThrow(/^step 5 .* has other actions than the rules/);
  });
});

describe('explained by the rules', () => {
  it('an answer that nothing asked for is found', () => {
    const answered = linesOf(1, [...opens, { type: 'continued', terminal: 'background' }]);
    expect(replayed(answered)).toThrow(
      /^step 4 of the journal is an answer that nothing asked for: .*"continued"/,
    );
  });

  /** The rules without the actions of one `type`. They explain the journals that they make, so only invariants can find them. */
  const without =
    (type: ActionType): typeof transition =>
    (from, event) => {
      const [to, actions] = transition(from, event);
      return [to, actions.filter((action) => action.type !== type)];
    };
  it.each([
    [
      'yieldTerminal',
      'P stops by SIGTSTP only in answer to a yielded terminal, each answer once, or to a stop of its readers',
    ],
    ['parkModes', 'modes that were parked are put back before the pager is resumed, and no others'],
    [
      'unparkModes',
      'modes that were parked are put back before the pager is resumed, and no others',
    ],
    ['closePager', 'a pager that was opened is closed before the end'],
    ['shelveTrace', 'the trace is removed, shelved or kept exactly once, right before the end'],
    ['exit', 'the end comes exactly once, and nothing after it'],
  ] as const)('a table without %s violates an invariant', (type, name) => {
    const abrupt = { type: 'pagerStopped', stop: 'abrupt' } as const;
    const lines = linesOf(1, [...opens, abrupt, ...stops.slice(1), ...ends], without(type));
    expect(invariants.map((each) => each.name)).toContain(name);
    expect(replayed(lines, '', without(type))).toThrow(
      `of the journal violates "${name}": {"pid":1,`,
    );
  });
});
