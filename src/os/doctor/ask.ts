/** Runs a command for what it has to say: without a terminal to read from, and not for ever. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Pid } from '../../core/types.ts';
import { familyOf } from '../process/family.ts';
import { known } from '../process/proc.ts';

/** Status is 128 and more for one that a signal ended, 127 for one that could not be started. */
export type Answer =
  | { readonly is: 'ended'; readonly status: number; readonly text: string }
  | { readonly is: 'hung' };

/**
 * How long an answer may take; it takes some 10 ms, and a second on a machine that is at its limit.
 * It is counted in turns of the loop, which come late and do not add up where this process was
 * itself held up: spawn(3) waits for a slow disk, and ^Z or a sleeping machine stops all.
 */
const PATIENCE = { turns: 8, turn: 500 };
/** How long it may take to reap what it had started, which process 1 may never do (ms; N13). */
const GRACE = 100;

/**
 * What `argv` prints on standard output and standard error. `heard` is told of it as it comes.
 * One that does not end is killed, with all that it started.
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
    let left = PATIENCE.turns;
    let timer = setInterval(() => {
      left -= 1;
      if (left > 0) return;
      clearInterval(timer);
      resolve({ is: 'hung' });
      if (child.pid !== undefined)
        familyOf(known(child.pid as Pid), () => 'started').end('SIGKILL', 'nobody');
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

/** Kill `child`, and wait for its pipes no longer: somebody we may not kill may hold them. */
function abandon(child: ChildProcess): void {
  child.kill('SIGKILL');
  child.stdout?.destroy();
  child.stderr?.destroy();
  child.unref();
}
