/**
 * vimtrace: starts the tracer it is asked for. What that does not need is later.ts, a file of
 * its own: to read it would take time from the tracer's own start.
 */
import { readFileSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Options } from './cli/options.ts';
import { choosePager, type Pager } from './cli/pagers.ts';
import { argvOf, usualTracing } from './cli/tracers.ts';
import { FAILED } from './core/exit.ts';
import { find } from './os/find.ts';
import { giveBack, handover } from './os/launcher.ts';
import { end, listenWhileTracing } from './os/signals.ts';
import { createSpool, isPageable, type Spool, userFile } from './os/spool.ts';
import { claim, stateDirectory } from './os/state.ts';
import { startTracer } from './os/tracer.ts';
import type { Session } from './session.ts';

/** By then the tracer is on its way, and the loop idle (ms). */
const LATER = 10;
/** In seconds. */
const GRACE = 2;
/** The same number everywhere (POSIX, kill(1)). */
const SIGHUP = 1;
const later = (): typeof import('./later.ts') => require('./later.ts');
const others = (): typeof import('./others.ts') => require('./others.ts');
const asked = (): typeof import('./asked.ts') => require('./asked.ts');

const root = `${__dirname}/..`;
const shDirectory = `${root}/src/sh`;
const launched = handover(process.argv.slice(2));
const say = (text: string): void => {
  try {
    writeSync(launched.stdio[2], `${text}\n`);
  } catch {
    // The terminal is gone: there is nobody to say it to.
  }
};
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
    writeSync(launched.stdio[1], asked().help);
    break;
  case 'version': {
    const manifest: unknown = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
    const { version } = manifest as { version: string };
    writeSync(launched.stdio[1], `vimtrace ${version}\n`);
    break;
  }
  case 'misuse':
    fail(later().messages.misuse(options.reason));
    break;
  case 'last':
    if (!asked().openLast({ given: launched, say, pager: pagerFor(options.pager), shDirectory }))
      fail(later().messages.nothingKept);
    break;
  case 'list':
    writeSync(launched.stdio[1], asked().listKept());
    break;
  case 'forget':
    asked().forgetKept();
    break;
  case 'init':
    writeSync(launched.stdio[1], asked().init(options.shell, root));
    break;
  case 'doctor':
    asked().examine(launched, options.pager, shDirectory);
    break;
  case 'run':
    run(options);
    break;
}

/** The pager that `asked` or the environment names; none where nobody would see it. */
function pagerFor(asked: string | undefined): Pager | undefined {
  const choice = choosePager(
    asked,
    process.env,
    (program) => find(program, process.env['PATH']) === 'executable',
  );
  if (choice.kind === 'missing') fail(later().messages.pagerMissing(choice.pager, choice.program));
  return choice.kind === 'pager' && launched.terminals.includes(2) ? choice.pager : undefined;
}

function run({ tracer: [command, ...args], ...asked }: Extract<Options, { kind: 'run' }>): void {
  const ignored =
    asked.hangup === 'keep' ? [...new Set([...launched.ignored, SIGHUP])] : launched.ignored;
  const given = { ...launched, ignored };
  const chosen = pagerFor(asked.pager);
  const plan = usualTracing(command, args) ?? others().tracing(command, args);
  // Absolute: a tracer may take a name's first letter for something else, as strace does |.
  const output = asked.output === undefined ? undefined : resolve(asked.output);
  const isTraced = plan.by !== 'nothing';
  const pager = !isTraced || output === undefined || pageable(output) ? chosen : undefined;
  const spool = isTraced ? spoolFor(output, pager !== undefined) : undefined;

  let current: Session | undefined;
  const session = (): Session => {
    const grace = (asked.grace ?? GRACE) * 1000;
    const request = { given, say, command, args, plan, tracer, pager, spool, shDirectory, grace };
    current ??= later().openSession(request);
    return current;
  };
  listenWhileTracing(given.ignored, (signal) => session().signalled(signal));
  if (plan.by === 'option' && plan.maker === 'vimtrace') spool?.make();
  const taken =
    plan.by === 'stream' && spool ? { stream: plan.stream, to: spool.open() } : undefined;
  const tracer = startTracer(argvOf(plan, spool?.path, ignored), taken, given, shDirectory, {
    failed: (failure) => session().tracerFailed(failure),
    ended: (how) => session().tracerEnded(how),
  });
  setTimeout(session, LATER);
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

/** strerror(3)'s sentence, out of Node's "CODE: sentence, call 'path'". */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /^[A-Z0-9]+: ([^,]*)/.exec(text)?.[1] ?? text;
}
