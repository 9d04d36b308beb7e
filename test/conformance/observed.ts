/** A shell and jobs of all kinds, each under an strace that notes which signals it is sent, and by whom. */
import { readFileSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { type Place, place } from '../harness/place.ts';
import { processOf } from '../harness/proc.ts';
import { Session } from '../harness/session.ts';
import { commandLine } from '../harness/shells.ts';
import type { Sent, Shell } from './hangup-table.ts';

/** -DDD: strace is in a session of its own, and the shell's child is what it would be without it. */
const OBSERVE = 'strace -DDD -e signal=all';
const HELD = '--- stopped by SIGSTOP ---';
const STOPPED = '--- stopped by SIGTSTP ---';

/** OBSERVER, a job that outlives what can be caught, waits for a line, and then tries its terminal. */
const observer = `trap : HUP CONT TERM
exec 3<>"$1.gate"
echo $$ >"$1.pid"
until read -r line <&3; do :; done
read -r line
echo line
: </dev/tty
`;
const observe = `mkfifo "$1.gate"
exec ${OBSERVE} -e trace=read,write,openat -o "$1.trace" dash "$PWD/observer" "$1"
`;
/** A job that SIGHUP does not keep from reading. */
const reader = `trap '' HUP
exec ${OBSERVE} -e trace=read -o "$1.trace" cat
`;

function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'latin1');
  } catch {
    return '';
  }
}

export class Observed {
  readonly #where: Place = place();
  readonly #session: Session;
  /** By name, each with its pid. */
  readonly #observers = new Map<string, number>();
  readonly #ended: Promise<unknown>;
  #released = 0;

  /**
   * The shell is held by a SIGSTOP after each kill(2), until what it sent has been taken: of two
   * signals of a kind that are pending together the kernel makes one.
   */
  constructor(name: Shell) {
    for (const [script, text] of Object.entries({ observer, observe, reader }))
      this.#where.write(`work/${script}`, text);
    const hold = '-e trace=kill -e inject=kill:signal=SIGSTOP -o shell.trace';
    const [command = '', ...args] = `${OBSERVE} ${hold}`.split(' ');
    this.#session = new Session(this.#where, command, [...args, ...commandLine(name)]);
    this.#ended = this.#session.until('the shell to end', () => {
      this.#release();
      return this.#trace('shell').includes('+++ ');
    });
    // Whoever waits for it is told; nobody does where the test has failed before.
    this.#ended.catch(() => undefined);
    onTestFinished(() => {
      for (const pid of this.#observers.values()) this.#kill(pid);
    });
  }

  prompt(): Promise<boolean> {
    return this.#session.prompt();
  }

  has(name: string): boolean {
    return this.#observers.has(name);
  }

  /** Type a line, with an observer in the place of OBSERVE, and wait until that runs. */
  async start(name: string, line: string): Promise<void> {
    this.#session.line(line.replace('OBSERVE', `sh observe '${name}'`));
    const written = () => /^(\d+)\n/.exec(this.#read(`${name}.pid`))?.[1];
    this.#observers.set(name, Number(await this.#session.until(`${name} to run`, written)));
  }

  /** Start a job that reads from the terminal, and wait until it does. */
  async reads(name: string): Promise<void> {
    this.#session.line(`sh reader '${name}'`);
    await this.#session.until(`${name} to read`, () => this.#trace(name).endsWith('read(0, '));
  }

  /** ^Z, and the prompt again. */
  async stop(name: string): Promise<void> {
    this.#session.type('\x1a');
    await this.#session.until(`${name} to stop`, () => this.#isStopped(name));
    await this.prompt();
  }

  /** Wait until it has the terminal. */
  async foreground(name: string): Promise<void> {
    await this.#session.until(`${name} in the foreground`, () => {
      const found = processOf(this.#observers.get(name) ?? 0);
      return found !== undefined && found.foreground === found.group;
    });
  }

  /** Close the terminal, and wait until the shell has ended: all that is sent then has been. */
  async hangUp(): Promise<void> {
    await this.#session.hangUp();
    await this.#ended;
    await this.#session.exit();
  }

  /** Have the shell exit, also where it asks once whether that is meant. */
  async exit(): Promise<void> {
    this.#session.type('exit\rexit\r');
    await this.#ended;
    await this.#session.exit();
  }

  /** Have it try its terminal and end: before that it takes whatever it was sent. */
  async end(name: string): Promise<void> {
    this.#where.write(`work/${name}.gate`, '\n');
    await this.over(name);
  }

  async over(name: string): Promise<void> {
    await this.#session.until(`${name} to end`, () => this.#trace(name).includes('+++ '));
  }

  /** What it was sent. */
  sent(name: string): readonly Sent[] {
    const signals = /^--- (SIGHUP|SIGCONT|SIGTERM) \{.* si_code=(\w+)(?:, si_pid=(\d+))?/gm;
    const senders = new Map([
      ['SI_KERNEL undefined', 'kernel'],
      [`SI_USER ${this.#session.pid}`, 'shell'],
    ]);
    return [...this.#trace(name).matchAll(signals)].map(
      ([, signal, code, pid]) =>
        `${signal} by the ${senders.get(`${code} ${pid}`) ?? `process ${pid}`}` as Sent,
    );
  }

  /** What the shell was sent by others than itself, and than us who let it go on. */
  sentToShell(): readonly Sent[] {
    const own: readonly string[] = ['SIGHUP by the shell', `SIGCONT by the process ${process.pid}`];
    return this.sent('shell').filter((each) => !own.includes(each));
  }

  /** What the last call that begins so has returned: a number or an error's name. */
  returned(name: string, call: string): string | undefined {
    const lines = this.#trace(name).split('\n');
    return / = (?:-1 )?(\w+)/.exec(lines.findLast((line) => line.startsWith(call)) ?? '')?.[1];
  }

  #release(): void {
    const held = this.#trace('shell').split(HELD).length - 1;
    if (held === this.#released) return;
    if ([...this.#observers].some(([name, pid]) => this.#isPending(name, pid))) return;
    this.#released = held;
    process.kill(this.#session.pid, 'SIGCONT');
  }

  /** Whether it has yet to take a signal; one that is stopped takes none until it is continued. */
  #isPending(name: string, pid: number): boolean {
    return !this.#isStopped(name) && /^ShdPnd:\s*0*[^0\s]/m.test(statusOf(pid));
  }

  #isStopped(name: string): boolean {
    return this.#trace(name).endsWith(`${STOPPED}\n`);
  }

  /** No session's end reaches the one with a session of its own. */
  #kill(pid: number): void {
    if (processOf(pid)?.command.includes(this.#where.directory)) process.kill(pid, 'SIGKILL');
  }

  #trace(name: string): string {
    return this.#read(`${name}.trace`);
  }

  #read(name: string): string {
    try {
      return this.#where.read(`work/${name}`);
    } catch {
      return '';
    }
  }
}
