/**
 * Every rule of job control, one row each: in these phases, on this event, if this holds, go there
 * and do this. The first row that fits is taken; an event without a row changes nothing.
 * docs/STATES.md is generated from this table.
 *
 * Theory of operation: tracer and program run in P, the process group that the shell started, and
 * need no rule. The pager (group G) is a job of the monitor. A stop of G becomes a stop of P, so
 * that every shell sees what it expects. When P is continued, vimtrace first asks who owns the
 * terminal. After `stopGroup` comes `continued`: when P runs again, or at once where P cannot stop
 * (an orphaned process group, FACTS N5).
 */
import type { Rule, Section } from './rule.ts';
import { ending, paged, shown } from './rules-ending.ts';
import { hangup } from './rules-hangup.ts';
import { paging } from './rules-paging.ts';
import { tracing } from './rules-tracing.ts';

export const sections: readonly Section[] = [...tracing, hangup, ...paging, ...ending];
/** Names for the phases that many rules share. */
export const groups = { paged, shown } as const;
export const rules: readonly Rule[] = sections.flatMap((section) => section.rules);
