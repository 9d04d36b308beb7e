/** Runs a command and collects its output: without a terminal, and for a limited time. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Pid } from '../../core/types.ts';
import { familyOf } from '../process/family.ts';
import { known } from '../process/proc.ts';

/** The end and the output of a command. The status is 128 after a signal, 127 if the command could not be started. */
export type Answer =
  | { readonly is: 'ended'; readonly status: number; readonly text: string }
  | { readonly is: 'hung' };

/**
 * How long to wait for an answer: 8 turns of 500 ms. An answer takes about 10 ms, and a second on a busy machine.
 * Turns are counted, because a clock would also count the time in which this process cannot run:
 * a spawn that waits for a slow disk, ^Z, a suspended machine.
 */
const PATIENCE = { turns: 8, turn: 500 };
/** How long to wait after SIGKILL for the command's pipes to close (ms): process 1 may never reap its children (N13). */
const GRACE = 100;

/**
 * Run `argv` with the environment `env`, and collect its standard output and standard error. `heard` is called with
 * each part as it arrives. A command that does not end in time is killed, with all processes that it started.
 * The promise never rejects.
 */
export function ask(
  argv: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
  heard: (text: string) => void = () => undefined,
): Promise<Answer> {
  const [command = '', ...args] = argv;
  return new Promise((resolve) => {
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (part: string) => {
        text += part;
        heard(text);
      });
    let turns = PATIENCE.turns;
    let timer = setInterval(() => {
      turns -= 1;
      if (turns > 0) return;
      clearInterval(timer);
      resolve({ is: 'hung' });
      if (child.pid !== undefined)
        familyOf(known(child.pid as Pid), () => 'started').end('SIGKILL', 'tracer');
      timer = setTimeout(abandon, GRACE, child);
    }, PATIENCE.turn);
    const ended = (status: number): void => {
      clearTimeout(timer);
      resolve({ is: 'ended', status, text });
    };
    child.once('error', () => ended(127));
    child.once('close', (code) => ended(code ?? 128));
  });
}

/** Kill `child` and stop reading its pipes: a process that we may not kill could hold them open. */
function abandon(child: ChildProcess): void {
  child.kill('SIGKILL');
  child.stdout?.destroy();
  child.stderr?.destroy();
  child.unref();
}
