/** Starts the tracer: decides how it is traced and into which file, and opens the session beside it. */
import type { Options } from '../cli/options.ts';
import type { Pager } from '../cli/pagers/choose.ts';
import {
  argvOf,
  splitTracing,
  type Tracing,
  usualTracing,
  withinLimit,
} from '../cli/tracers/tracing.ts';
import { reasonOf } from '../os/errno.ts';
import { closeInherited, type Handover } from '../os/job/launcher.ts';
import { ignore, listen, numberOf } from '../os/job/signals.ts';
import { startTracer, type Taken } from '../os/job/tracer.ts';
import { makeDirectory } from '../os/trace/private.ts';
import { absolute, createSpool, isPageable, type Spool, userFile } from '../os/trace/spool.ts';
import { claim, stateDirectory } from '../os/trace/state.ts';
import type { Request } from './request.ts';
import type { Session } from './session.ts';

/** The same number everywhere (POSIX, kill(1)). */
const SIGHUP = 1;

/** What a start is given by whoever has read the command line. */
export type Start = Pick<
  Request,
  'say' | 'shDirectory' | 'settings' | 'tracers' | 'cause' | 'split' | 'afterwards'
> & {
  readonly launched: Handover;
  /** The pager in force, where somebody would see it. */
  readonly chosen: Pager | undefined;
  /** Ends vimtrace with a line on standard error. */
  readonly fail: (text: string) => never;
  /** The rest of the run; loaded by its first call. */
  readonly rest: () => typeof import('./index.ts');
};

type Asked = Pick<Extract<Options, { kind: 'run' }>, 'tracer' | 'output'>;

/** Start the tracer that is asked for. What follows its start is loaded while the tracer runs. */
export function start({ tracer: [command, ...args], output: file }: Asked, how: Start): void {
  const { launched, chosen, settings, say, shDirectory, tracers, rest, afterwards } = how;
  const isKeeping = settings.hangup.value === 'keep';
  const ignored = isKeeping ? [...new Set([...launched.ignored, SIGHUP])] : launched.ignored;
  const asked = planFor(command, args, how);
  const output = file === undefined ? undefined : pathOf(file, how);
  const isTraced = asked.by !== 'nothing';
  const isPaged = !isTraced || output === undefined || isOpenable(output, how);
  const pager = isPaged ? chosen : undefined;
  const isRead = pager !== undefined || afterwards !== undefined;
  const spool = isTraced ? spoolFor(output, isRead, how) : undefined;
  const discard = (): void => discardUnused(spool);
  process.on('exit', discard);
  const { plan, given } = limited(placed(asked, spool, how), spool, { ...launched, ignored });
  const taken = spool && takenTo(spool, plan, how);

  let current: Session | undefined;
  const session = (): Session => {
    current ??= rest().openSession({
      ...{ given, say, command, args, plan, tracer, pager, spool, shDirectory, settings },
      ...{ tracers, cause: how.cause, split: how.split, afterwards },
      ...{ opened: undefined, comparison: undefined, shown: undefined },
    });
    return current;
  };
  if (isKeeping) ignore([SIGHUP]);
  listen(ignored, (signal) => session().signalled(signal));
  const tracer = startTracer(argvOf(plan, spool?.path, ignored), taken, given, shDirectory, {
    failed: (failure) => session().tracerFailed(failure),
    ended: (how) => session().tracerEnded(how),
  });
  if (tracer !== undefined) process.off('exit', discard);
  closeInherited(launched);
  // While the tracer runs, what its end needs is loaded, and the monitor is started.
  setImmediate(session);
}

function planFor(
  command: string,
  args: readonly string[],
  { settings: { tracers: own }, tracers }: Start,
): Tracing {
  const usual = own === undefined ? usualTracing(command, args) : undefined;
  return usual ?? tracers().tracing(command, args, tracers().tablesWith(own));
}

/**
 * A command that asks for a file for each process gets them in our own place. The user's file is one, and so is a trace
 * that is compared: in one file, the lines are in the order in which they happened. Where the size of files is limited,
 * only one file can go through a process of its own.
 */
function placed(plan: Tracing, spool: Spool | undefined, { afterwards, launched }: Start): Tracing {
  const isOurs = spool?.place !== undefined && afterwards === undefined;
  const split = isOurs && launched.fileSize === 'unlimited' ? splitTracing(plan) : undefined;
  return split ?? plan;
}

/**
 * A limit for the size of files must not end the run (SIGXFSZ), which a trace on a terminal would not either. A tracer
 * that can only write the file itself gets the signal ignored, and its program inherits that (decision 22).
 */
function limited(
  plan: Tracing,
  spool: Spool | undefined,
  given: Handover,
): { readonly plan: Tracing; readonly given: Handover } {
  if (spool === undefined || given.fileSize === 'unlimited') return { plan, given };
  const within = withinLimit(plan);
  if (within !== undefined) return { plan: within, given };
  return {
    plan,
    given: { ...given, ignored: [...new Set([...given.ignored, numberOf('SIGXFSZ')])] },
  };
}

/** The absolute path of `file`, the value of --output. */
function pathOf(file: string, { fail, rest }: Start): string {
  try {
    return absolute(file);
  } catch (error) {
    return fail(rest().messages.outputUnusable(file, reasonOf(error)));
  }
}

function isOpenable(file: string, { fail, rest }: Start): boolean {
  try {
    return isPageable(file);
  } catch (error) {
    return fail(rest().messages.outputUnusable(file, reasonOf(error)));
  }
}

function spoolFor(
  output: string | undefined,
  isRead: boolean,
  { fail, rest }: Start,
): Spool | undefined {
  if (output !== undefined) return userFile(output);
  if (!isRead) return undefined;
  const state = stateDirectory(process.env);
  try {
    if (state === undefined) throw new Error('there is none');
    claim(state);
    return createSpool(state);
  } catch {
    // A trace that --last does not find is better than none.
  }
  const directory = process.env['TMPDIR'] || '/tmp';
  try {
    return createSpool(directory);
  } catch (error) {
    return fail(rest().messages.spoolUnusable(directory, reasonOf(error)));
  }
}

/**
 * Leave no empty directory behind when vimtrace ends before a tracer has the spool: a full disk, an exception.
 * As a listener of 'exit', because `fail` ends vimtrace from anywhere and never returns.
 */
function discardUnused(spool: Spool | undefined): void {
  try {
    spool?.discard();
  } catch {
    // The next start removes the directory (os/trace/upkeep.ts, sweep).
  }
}

/** Make the file where the tracer must not, and open it where what the tracer prints goes there. */
function takenTo(spool: Spool, plan: Tracing, { fail, rest }: Start): Taken | undefined {
  try {
    if (plan.by === 'option')
      if (plan.into === 'directory') makeDirectory(spool.path);
      else if (plan.maker === 'vimtrace') spool.make();
    return plan.by === 'stream' ? { stream: plan.stream, to: spool.open() } : undefined;
  } catch (error) {
    const { outputUnusable, spoolUnusable } = rest().messages;
    const { place, path } = spool;
    return fail((place ? spoolUnusable : outputUnusable)(place ?? path, reasonOf(error)));
  }
}
