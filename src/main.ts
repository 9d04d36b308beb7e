/** vimtrace: reads what it is asked for, and ties rules, runtime and os together. */
import { readFileSync, writeSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isatty } from 'node:tty';
import * as messages from './cli/messages.ts';
import { readOptions } from './cli/options.ts';
import { choosePager } from './cli/pagers.ts';
import { tracing } from './cli/tracers.ts';
import { FAILED } from './core/exit.ts';
import { find } from './os/find.ts';
import { handover } from './os/launcher.ts';
import { end } from './os/signals.ts';
import { createSpool, isPageable, type Spool, userFile } from './os/spool.ts';
import { ownership } from './os/terminal.ts';
import { session } from './session.ts';

const root = join(dirname(process.argv[1] ?? ''), '..');
const given = handover(process.argv.slice(2));
const say = (text: string): void => {
  try {
    writeSync(given.stdio[2], `${text}\n`);
  } catch {
    // The terminal is gone: there is nobody to say it to.
  }
};
const fail = (text: string): never => {
  say(text);
  return end({ how: 'exited', code: FAILED });
};
process.on('uncaughtException', (error) => fail(messages.broken(error.message)));

const options = readOptions(given.argv);
switch (options.kind) {
  case 'help':
    writeSync(given.stdio[1], messages.help);
    break;
  case 'version': {
    const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const { version } = manifest as { version: string };
    writeSync(given.stdio[1], `vimtrace ${version}\n`);
    break;
  }
  case 'misuse':
    fail(messages.misuse(options.reason));
    break;
  case 'run': {
    const [command, ...args] = options.tracer;
    const choice = choosePager(
      options.pager,
      process.env,
      (program) => find(program, process.env['PATH']) === 'executable',
    );
    if (choice.kind === 'missing') fail(messages.pagerMissing(choice.pager, choice.program));
    const isSeen = isatty(given.stdio[2]) && ownership(undefined) !== 'gone';
    const pager = choice.kind === 'pager' && isSeen ? choice.pager : undefined;
    // Absolute: a tracer may take a name's first letter for something else, as strace does |.
    const output = options.output === undefined ? undefined : resolve(options.output);
    const plan = tracing(command, args);
    session({
      given,
      say,
      command,
      tracing: plan,
      pager: plan.by !== 'nothing' && output !== undefined && !pageable(output) ? undefined : pager,
      spool: plan.by === 'nothing' ? undefined : spool(output, pager !== undefined),
      shDirectory: join(root, 'src', 'sh'),
    });
    break;
  }
}

function pageable(file: string): boolean {
  try {
    return isPageable(file);
  } catch (error) {
    return fail(messages.outputUnusable(file, reasonOf(error)));
  }
}

function spool(output: string | undefined, isPaged: boolean): Spool | undefined {
  if (output !== undefined) return userFile(output);
  if (!isPaged) return undefined;
  const directory = process.env['TMPDIR'] || '/tmp';
  try {
    return createSpool(directory);
  } catch (error) {
    return fail(messages.spoolUnusable(directory, reasonOf(error)));
  }
}

/** strerror(3)'s sentence, out of Node's "CODE: sentence, call 'path'". */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /^[A-Z0-9]+: ([^,]*)/.exec(text)?.[1] ?? text;
}
