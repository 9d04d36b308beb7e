/**
 * What is loaded only when it is used. Each line is a file of dist, named for its function here;
 * scripts/build.mjs makes the files from these lines. Nobody else knows what is loaded when: the
 * other files name only the types of what they are given.
 *
 * Reading one file takes Node a fraction of a millisecond, and compiling it more, so a plain start
 * reads nothing but main before the tracer runs (docs/decisions/0005).
 */

/** What follows the tracer's start: one run up to its end, and the messages. */
export const run = (): typeof import('./run/index.ts') => require('./run/index.ts');
/** All tracers other than strace and ltrace, the commands that run one, and advice on a refusal. */
export const tracers = (): typeof import('./run/tracers.ts') => require('./run/tracers.ts');
/** What a trace says of the failure of its run; used only after a failure. */
export const cause = (): typeof import('./run/cause.ts') => require('./run/cause.ts');
/** The options: words that begin with a minus. */
export const options = (): typeof import('./cli/options.ts') => require('./cli/options.ts');
/** What an option asks for instead of a run. */
export const commands = (): typeof import('./commands/index.ts') => require('./commands/index.ts');
/** --report and --diff, with all that knows what a trace says. */
export const answers = (): typeof import('./commands/asked.ts') => require('./commands/asked.ts');
/** What keeps V8's code for the next start; load.ts reads it at the first one. */
export const keep = (): typeof import('./os/keep-code.ts') => require('./os/keep-code.ts');
/** The user's configuration, where there is one. */
export const config = (): typeof import('./config/read.ts') => require('./config/read.ts');
