/** vimtrace: reads the command line, and starts the tracer or does what an option asks for. */
import { writeFileSync, writeSync } from 'node:fs';
import * as chunks from './chunks.ts';
import { variableFaults } from './cli/environment.ts';
import { broken } from './cli/messages.ts';
import type { Options } from './cli/options.ts';
import { choosePager, isDrawable, type Pager } from './cli/pagers/choose.ts';
import { type Asked, type Settings, settle } from './cli/settings.ts';
import type { TraceName } from './cli/trace-name.ts';
import { FAILED } from './core/exit.ts';
import { configFile } from './os/config-file.ts';
import { reasonOf } from './os/errno.ts';
import { closeInherited, giveBack, handover } from './os/job/launcher.ts';
import { toReader } from './os/job/output.ts';
import { end, ignore } from './os/job/signals.ts';
import { stderrIn } from './os/job/stderr.ts';
import { find } from './os/process/find.ts';
import { version } from './os/version.ts';
import { start } from './run/start.ts';

const root = `${__dirname}/..`;
const shDirectory = `${root}/src/sh`;
const words = process.argv.slice(2);
const stderr = stderrIn(words) ?? -1;
const say = (text: string): void => {
  try {
    writeSync(stderr, `${text}\n`);
  } catch {
    // The terminal is gone: nobody would read it.
  }
};
const fail = (text: string): never => {
  say(text);
  return end({ how: 'exited', code: FAILED });
};
process.on('uncaughtException', (error) => fail(broken(String(error))));
const launched = handover(words, (reason) => fail(chunks.run().messages.notStarted(reason)));
ignore(launched.ignored);
/** Do `write`, to standard output. */
const output = (write: () => void): void => {
  try {
    toReader(write);
  } catch (error) {
    fail(chunks.run().messages.outputFailed(reasonOf(error)));
  }
};
const print = (text: string): void => output(() => writeFileSync(launched.stdio[1], text));
const layout = () => chunks.commands().layoutOf(launched);

giveBack(launched.settings);
const [first = '-', ...rest] = launched.argv;
const options: Options =
  first === '' || first.startsWith('-')
    ? chunks.options().readOptions(launched.argv)
    : { kind: 'run', tracer: [first, ...rest] };
/** For load.ts: what the next start will probably call. */
export const isRun = options.kind === 'run';
switch (options.kind) {
  case 'help':
    print(chunks.commands().help(layout()));
    break;
  case 'version':
    print(version(root));
    break;
  case 'usage':
    fail(chunks.commands().usage);
    break;
  case 'misuse':
    fail(chunks.run().messages.misuse(options.reason));
    break;
  case 'open':
    open(options.trace, settingsFor(options));
    break;
  case 'print-config':
    print(chunks.commands().printConfig(settingsFor(options), root, layout(), fail));
    break;
  case 'list':
    print(chunks.commands().list(options.form, launched, fail));
    break;
  case 'forget':
    print(chunks.commands().forgetTraces(options.traces, say, fail));
    break;
  case 'report':
    chunks.answers().report(options, { given: launched, output, say, fail });
    break;
  case 'lines':
    chunks.answers().lines(options, { given: launched, output, say, fail });
    break;
  case 'diff':
    chunks.answers().compare(options, diffing(settingsFor(options)));
    break;
  case 'init':
    print(chunks.commands().initCode(options.asked, root));
    break;
  case 'doctor':
    void chunks.commands().examine(launched, options, shDirectory, chunks.config).then(print);
    break;
  case 'run': {
    const settings = settingsFor(options);
    const { comparedWith: first } = options;
    const afterwards = first && chunks.answers().comparing(first, options, diffing(settings));
    const chosen = first === undefined ? pagerFor(settings, 2) : undefined;
    const { run: rest, tracers, cause } = chunks;
    const common = { say, fail, shDirectory, settings, tracers, cause, split: chunks.answers };
    start(options, { ...common, launched, chosen, rest, afterwards });
    break;
  }
}

/** What is in force; a configuration or a variable that cannot be obeyed ends vimtrace before anything runs. */
function settingsFor(asked: Asked): Settings {
  const { env } = process;
  const file = configFile(env);
  const read = file === undefined ? undefined : chunks.config().readConfig(file);
  const complaints = read?.kind === 'unusable' ? [read.complaint] : [];
  for (const fault of variableFaults(env, exists))
    complaints.push(chunks.run().messages.wrongVariable(fault));
  if (complaints.length > 0) fail(complaints.join('\n'));
  return settle(asked, env, read?.kind === 'config' ? read.config : undefined);
}

function exists(program: string): boolean {
  return find(program, process.env['PATH']) === 'executable';
}

/**
 * The pager in force; none where nobody would see it, because `descriptor` is no terminal. A pager that does not exist is a mistake
 * where it would be seen, or where the command line names it.
 */
function pagerFor({ pager }: Settings, descriptor: 1 | 2): Pager | undefined {
  const isSeen = launched.terminals.includes(descriptor) && isDrawable(process.env['TERM'], pager);
  const choice = choosePager(pager, process.env['PAGER'], exists);
  if (choice.kind === 'missing' && (isSeen || choice.pager.origin === '--pager'))
    fail(chunks.run().messages.pagerMissing(choice.pager, choice.program));
  return choice.kind === 'pager' && isSeen ? choice.pager : undefined;
}

/** Standard output decides: the differences are asked for. */
function diffing(settings: Settings) {
  const pager = pagerFor(settings, 1);
  const { openSession } = chunks.run();
  const { tracers, cause } = chunks;
  const common = { say, fail, output, shDirectory, settings, tracers, cause };
  return { ...common, split: chunks.answers, given: launched, pager, openSession };
}

/** Standard output decides: it is the trace that is asked for. */
function open(name: TraceName, settings: Settings): void {
  const pager = pagerFor(settings, 1);
  closeInherited(launched);
  const { openSession } = chunks.run();
  const { tracers, cause } = chunks;
  const common = { say, fail, output, shDirectory, settings, tracers, cause };
  const how = { ...common, split: chunks.answers, given: launched, pager };
  chunks.commands().open(name, how, openSession);
}
