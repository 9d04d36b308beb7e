/** --forget: removes traces from the state directory, and says which. */
import * as messages from '../cli/messages.ts';
import { endOf } from '../cli/trace-list.ts';
import type { TraceName } from '../cli/trace-name.ts';
import { FAILED } from '../core/exit.ts';
import { reasonOf } from '../os/errno.ts';
import type { ListedTrace } from '../os/trace/kept.ts';
import { isBeingRead } from '../os/trace/reading.ts';
import { forget } from '../os/trace/upkeep.ts';
import { listed } from './list.ts';
import { allTraces, type Fail, named } from './traces.ts';

/** A trace with its number in the list. */
type Numbered = { readonly number: number; readonly trace: ListedTrace };

/**
 * Remove `names`, or all traces, and return what to print. If one of `names` cannot be removed, none is. Of all traces,
 * those in use stay; `say` tells which.
 */
export function forgetTraces(
  names: 'all' | readonly TraceName[],
  say: (text: string) => void,
  fail: Fail,
): string {
  const all = allTraces(fail).map((trace, index) => ({ number: index + 1, trace }));
  const chosen = names === 'all' ? all : chosenFrom(all, names, fail);
  const inUse = chosen.filter(({ trace }) => useOf(trace) !== undefined);
  const words = inUse.map(({ number, trace }) => messages.inUse(number, useOf(trace) ?? ''));
  if (names !== 'all' && words.length > 0) fail(words.join('\n'));
  for (const word of words) say(word);
  if (words.length > 0) process.exitCode = FAILED;
  return chosen
    .filter((each) => !inUse.includes(each))
    .map((each) => removed(each, say))
    .join('');
}

/** The line about a trace after its removal; '' if it could not be removed. */
function removed({ number, trace }: Numbered, say: (text: string) => void): string {
  try {
    forget(trace.place);
    return `${messages.removed(number, trace.record.command)}\n`;
  } catch (error) {
    say(messages.noTrace.file('remove', `@${number}`, reasonOf(error)));
    process.exitCode = FAILED;
    return '';
  }
}

/** The traces that `names` name, each once, in the order of the list. */
function chosenFrom(
  all: readonly Numbered[],
  names: readonly TraceName[],
  fail: Fail,
): readonly Numbered[] {
  const places = names.map((name) => {
    const { path, listed: known } = named(name, 'remove', fail);
    return known?.place ?? fail(messages.noTrace.file('remove', path, 'vimtrace does not keep it'));
  });
  return all.filter(({ trace }) => places.includes(trace.place));
}

/** Who needs the trace, in words; undefined if nobody does. */
function useOf(trace: ListedTrace): string | undefined {
  if (trace.state !== 'over') return `it is ${endOf(listed(trace))}`;
  return isBeingRead(trace.place) ? 'it is being read' : undefined;
}
