/** A journal, replayed: what the built command did is what the table of rules says. */
import { deepStrictEqual } from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';
import type { Action } from '../../src/core/action.ts';
import type { Event } from '../../src/core/event.ts';
import type { State } from '../../src/core/state.ts';
import { transition } from '../../src/core/transition.ts';

type Step = { readonly state: State; readonly event: Event; readonly actions: readonly Action[] };

/** Throws at the first step of `file` that the rules do not explain. */
export function replay(file: string): void {
  if (!existsSync(file)) return;
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  for (const line of lines) {
    const { state, event, actions } = JSON.parse(line) as Step;
    deepStrictEqual(transition(state, event)[1], actions, `not what the rules say: ${line}`);
  }
}
