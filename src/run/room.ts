/** Removes the kept traces for which the limits leave no room. */
import { type KeepLimits, type Limits, outgrown, surplus } from '../cli/limits.ts';
import { keptTraces, type ListedTrace } from '../os/trace/kept.ts';
import { stays } from '../os/trace/reading.ts';
import { forgetUnopened } from '../os/trace/upkeep.ts';

/** Apply `limits` to the kept traces in `directory`. The trace in `ours` counts as the newest. Throws like readdir(2). */
export function makeRoom(directory: string, limits: KeepLimits, ours: string): void {
  // A trace that stays takes no room from the others.
  const kept = oursFirst(keptTraces(directory), ours).filter(({ place }) => !stays(place));
  bound(
    kept.filter(({ read }) => read === undefined),
    limits.unread,
  );
  const now = Date.now();
  const shelved = kept.flatMap((each) =>
    each.read === undefined ? [] : [{ ...each, age: now - each.read }],
  );
  for (const { place } of outgrown(shelved, limits.read)) forgetUnopened(place);
}

/** Remove the unread traces of `kept` that are beyond `limits`, and return the others. */
export function bound(kept: readonly ListedTrace[], limits: Limits): readonly ListedTrace[] {
  const beyond = surplus(kept, limits);
  for (const { place } of beyond) forgetUnopened(place);
  return kept.filter((each) => !beyond.includes(each));
}

/** Even if another trace has the same time, or a later one. */
function oursFirst(kept: readonly ListedTrace[], ours: string): readonly ListedTrace[] {
  const isOurs = ({ place }: ListedTrace): boolean => place === ours;
  return [...kept.filter(isOurs), ...kept.filter((each) => !isOurs(each))];
}
