/** The settings on the command line: what is wrong with their values, and what they ask for. */
import { isAt } from './at.ts';
import type { Asked } from './settings.ts';

type Values = {
  readonly pager?: string;
  readonly 'no-pager'?: boolean;
  readonly at?: string;
  readonly hangup?: string;
  readonly grace?: string;
};

/** What `values` ask for; in words, what is wrong with the first faulty one. */
export function askedIn({ pager, 'no-pager': isNone, at, hangup, grace }: Values): Asked | string {
  if (hangup !== undefined && hangup !== 'end' && hangup !== 'keep')
    return `--hangup must be end or keep, not ${hangup}`;
  if (at !== undefined && !isAt(at)) return `--at must be cause, start or end, not ${at}`;
  if (grace !== undefined && !/^\d+(\.\d+)?$/.test(grace))
    return `--grace must be a number of seconds, not ${grace}`;
  const command = isNone ? '' : pager;
  return {
    ...(command !== undefined && { pager: command }),
    ...(hangup !== undefined && { hangup }),
    ...(at !== undefined && { at }),
    ...(grace !== undefined && { grace: Number(grace) }),
  };
}
