/** Finds out for --doctor whether tracers have the rights that they need, by a harmless run of each. */
import type { RightsFinding } from '../../cli/doctor/findings.ts';
import { find } from '../process/find.ts';
import { isRoot } from '../process/permission.ts';
import { ask } from './ask.ts';

/** A tracer to try: what its rights allow, the arguments of the trial, and how to know a refusal. */
export type Candidate = {
  readonly tracer: string;
  readonly to: string;
  readonly trial: readonly string[];
  readonly isRefusal: (text: string) => boolean;
};

/** Try each candidate that is in PATH, one after another. Never rejects. */
export async function rights(candidates: readonly Candidate[]): Promise<readonly RightsFinding[]> {
  const found: RightsFinding[] = [];
  for (const candidate of candidates)
    if (find(candidate.tracer, process.env['PATH']) === 'executable')
      found.push({
        tracer: candidate.tracer,
        to: candidate.to,
        trial: await outcomeOf(candidate),
        isRoot: isRoot(),
      });
  return found;
}

async function outcomeOf({ tracer, trial, isRefusal }: Candidate): Promise<RightsFinding['trial']> {
  const answer = await ask([tracer, ...trial], { ...process.env, LC_ALL: 'C' });
  if (answer.is === 'hung') return 'hung';
  if (answer.status === 0) return 'allowed';
  return isRefusal(answer.text) ? 'refused' : 'failed';
}
