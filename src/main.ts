/**
 * vimtrace: starts the tracer it is asked for. What that does not need is later.ts, a file of
 * its own: to read it would take time from the tracer's own start.
 */
import { readFileSync, writeFileSync, writeSync } from 'node:fs';
import type { Options } from './cli/options.ts';
import { choosePager, type Pager } from './cli/pagers.ts';
import type { ConfigPlace } from './cli/print-config.ts';
import { type Asked, type Settings, settle } from './cli/settings.ts';
import { argvOf, type Tracing, usualTracing } from './cli/tracers.ts';
import { FAILED } from './core/exit.ts';
import { configFile, configPath } from './os/config-file.ts';
import { reasonOf } from './os/errno.ts';
import { find } from './os/find.ts';
import { closeInherited, giveBack, handover } from './os/launcher.ts';
import { end, ignore, listen } from './os/signals.ts';
import { absolute, createSpool, isPageable, type Spool, userFile } from './os/spool.ts';
import { claim, stateDirectory } from './os/state.ts';
import { startTracer, type Taken } from './os/tracer.ts';
import type { Session } from './session.ts';

/** The same number everywhere (POSIX, kill(1)). */
const SIGHUP = 1;
const later = (): typeof import('./later.ts') => require('./later.ts');
const others = (): typeof import('./others.ts') => require('./others.ts');
const asked = (): typeof import('./asked.ts') => require('./asked.ts');
const configuration = (): typeof import('./config.ts') => require('./config.ts');

const root = `${__dirname}/..`;
const shDirectory = `${root}/src/sh`;
const launched = handover(process.argv.slice(2));
ignore(launched.ignored);
const say = (text: string): void => {
  try {
    writeSync(launched.stdio[2], `${text}\n`);
  } catch {
    // The terminal is gone: there is nobody to say it to.
  }
};
/** Do `write`, to standard output. */
const output = (write: () => void): void => {
  try {
    asked().toReader(write);
  } catch (error) {
    fail(later().messages.outputFailed(reasonOf(error)));
  }
};
const print = (text: string): void => output(() => writeFileSync(launched.stdio[1], text));
const fail = (text: string): never => {
  say(text);
  return end({ how: 'exited', code: FAILED });
};
process.on('uncaughtException', (error) => fail(later().messages.broken(String(error))));

giveBack(launched.settings);
const [first = '-', ...rest] = launched.argv;
const options: Options = first.startsWith('-')
  ? asked().readOptions(launched.argv)
  : { kind: 'run', tracer: [first, ...rest] };
switch (options.kind) {
  case 'help':
    print(asked().help);
    break;
  case 'version': {
    const manifest: unknown = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
    const { version } = manifest as { version: string };
    print(`vimtrace ${version}\n`);
    break;
  }
  case 'misuse':
    fail(later().messages.misuse(options.reason));
    break;
  case 'last': {
    const settings = settingsFor(options);
    const pager = pagerFor(settings);
    closeInherited(launched);
    asked().openLast({ given: launched, say, fail, output, pager, shDirectory, settings });
    break;
  }
  case 'print-config':
    printConfig(settingsFor(options));
    break;
  case 'list':
    print(asked().listKept(fail));
    break;
  case 'forget':
    asked().forgetKept(fail);
    break;
  case 'init':
    print(asked().init(options.shell, root));
    break;
  case 'doctor':
    void asked().examine(launched, options, shDirectory).then(print);
    break;
  case 'run':
    run(options);
    break;
}

/** What is in force; a file of the user's that cannot be obeyed ends it all, before anything runs. */
function settingsFor(asked: Asked): Settings {
  const file = configFile(process.env);
  if (file === undefined) return settle(asked, process.env);
  const read = configuration().readConfig(file);
  return read.kind === 'unusable' ? fail(read.complaint) : settle(asked, process.env, read.config);
}

function exists(program: string): boolean {
  return find(program, process.env['PATH']) === 'executable';
}

/** The pager that is in force; none where nobody would see it, and then it need not be there unless it is asked for. */
function pagerFor({ pager }: Settings): Pager | undefined {
  const isSeen = launched.terminals.includes(2);
  const choice = choosePager(pager, process.env['PAGER'], exists);
  if (choice.kind === 'missing' && (isSeen || choice.pager.origin === '--pager'))
    fail(later().messages.pagerMissing(choice.pager, choice.program));
  return choice.kind === 'pager' && isSeen ? choice.pager : undefined;
}

function printConfig(settings: Settings): void {
  const choice = choosePager(settings.pager, process.env['PAGER'], exists);
  const path = configPath(process.env);
  const place: ConfigPlace =
    path === undefined
      ? { is: 'nowhere' }
      : { is: configFile(process.env) ? 'read' : 'missing', path };
  print(asked().inForce(settings, choice, place));
}

function run({ tracer: [command, ...args], ...asked }: Extract<Options, { kind: 'run' }>): void {
  const settings = settingsFor(asked);
  const ignored =
    settings.hangup.value === 'keep'
      ? [...new Set([...launched.ignored, SIGHUP])]
      : launched.ignored;
  const given = { ...launched, ignored };
  const chosen = pagerFor(settings);
  const plan = planFor(command, args, settings);
  const output = asked.output === undefined ? undefined : absolute(asked.output);
  const isTraced = plan.by !== 'nothing';
  const pager = !isTraced || output === undefined || pageable(output) ? chosen : undefined;
  const spool = isTraced ? spoolFor(output, pager !== undefined) : undefined;
  const taken = spool && takenTo(spool, plan);

  let current: Session | undefined;
  const session = (): Session => {
    const request = {
      given,
      say,
      command,
      args,
      plan,
      tracer,
      pager,
      spool,
      shDirectory,
      settings,
    };
    current ??= later().openSession(request);
    return current;
  };
  if (settings.hangup.value === 'keep') ignore([SIGHUP]);
  listen(ignored, (signal) => session().signalled(signal));
  const tracer = startTracer(argvOf(plan, spool?.path, ignored), taken, given, shDirectory, {
    failed: (failure) => session().tracerFailed(failure),
    ended: (how) => session().tracerEnded(how),
  });
  closeInherited(launched);
  // What the tracer's end will need is read, and the monitor started, while it runs.
  setImmediate(session);
}

/** The file made where that is ours to do, and opened where what the tracer prints is to go there. */
function takenTo(spool: Spool, plan: Tracing): Taken | undefined {
  try {
    if (plan.by === 'option' && plan.maker === 'vimtrace') spool.make();
    return plan.by === 'stream' ? { stream: plan.stream, to: spool.open() } : undefined;
  } catch (error) {
    const { outputUnusable, spoolUnusable } = later().messages;
    const { place, path } = spool;
    return fail((place ? spoolUnusable : outputUnusable)(place ?? path, reasonOf(error)));
  }
}

function planFor(command: string, args: readonly string[], { tracers }: Settings): Tracing {
  const usual = tracers === undefined ? usualTracing(command, args) : undefined;
  return usual ?? others().tracing(command, args, others().tablesWith(tracers));
}

function pageable(file: string): boolean {
  try {
    return isPageable(file);
  } catch (error) {
    return fail(later().messages.outputUnusable(file, reasonOf(error)));
  }
}

function spoolFor(output: string | undefined, isPaged: boolean): Spool | undefined {
  if (output !== undefined) return userFile(output);
  if (!isPaged) return undefined;
  const state = stateDirectory(process.env);
  try {
    if (state === undefined) throw new Error('there is none');
    claim(state);
    return createSpool(state);
  } catch {
    // A trace that cannot be found again is better than none.
  }
  const directory = process.env['TMPDIR'] || '/tmp';
  try {
    return createSpool(directory);
  } catch (error) {
    return fail(later().messages.spoolUnusable(directory, reasonOf(error)));
  }
}
