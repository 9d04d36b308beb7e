/**
 * Every rule of job control, one row each: in a phase, on an event, if some fact holds,
 * do this and go there. The first row that fits is taken; an event without a row changes
 * nothing. docs/STATES.md is generated from this table.
 *
 * Theory of operation: tracer and program run in P, the process group the shell started,
 * and need no rule. The pager (group G) is the monitor's job. A stop of G becomes a stop
 * of P, so that every shell sees what it expects; a continuation of P first asks who has
 * the terminal. `stopGroup` is followed by `continued` when P runs again, or soon where POSIX
 * says that nobody could continue it (an orphaned process group, FACTS N5).
 */
import type { Rule } from './rule.ts';
import { ending } from './rules-ending.ts';
import { paging } from './rules-paging.ts';
import { tracing } from './rules-tracing.ts';

export const rules: readonly Rule[] = [...tracing, ...paging, ...ending];
