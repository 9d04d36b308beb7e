/** A shell and jobs of all kinds, each under an strace that notes every signal with its sender. */
import { readFileSync } from 'node:fs';
import { expect, onTestFinished, vi } from 'vitest';
import { type Place, place } from '../harness/place.ts';
import { childrenOf, processOf } from '../harness/proc.ts';
import { Session } from '../harness/session.ts';
import { commandLine } from '../harness/shells.ts';
import type { Sent, Shell } from './hangup-table.ts';

/** -DDD puts strace into a session of its own: the shell's child is the job itself. */
const OBSERVE = 'strace -DDD -e signal=all';
const HELD = '--- stopped by SIGSTOP ---';
const STOPPED = '--- stopped by SIGTSTP ---';
/** The bit of SIGCONT in a set of signals (proc_pid_status(5)). */
const SIGCONT = 1n << 17n;

/** A job that catches the signals, waits for a line from its gate, and then uses its terminal. */
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
/** A job that ignores SIGHUP and reads from the terminal. */
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
  /** The observers' pids by name. */
  readonly #observers = new Map<string, number>();
  readonly #ended: Promise<unknown>;
  #released = 0;

  /**
   * strace stops the shell after each kill(2) until the receiver has taken the signal: the kernel
   * merges two pending signals of the same kind.
   */
  constructor(name: Shell) {
    for (const [script, text] of Object.entries({ observer, observe, reader }))
      this.#where.write(`work/${script}`, text);
    const hold = '-e trace=kill -e inject=kill:signal=SIGSTOP -o shell.trace';
    const [command = '', ...args] = `${OBSERVE} ${hold}`.split(' ');
    this.#session = new Session(this.#where, command, [...args, ...commandLine(name)]);
    // The limit of `until` is too short: the shell ends at the end of the test.
    this.#ended = vi.waitFor(
      () => {
        this.#release();
        expect(this.#trace('shell')).toContain('+++ ');
      },
      { timeout: 100_000, interval: 10 },
    );
    // If the test has failed before, nothing awaits this promise; its rejection must not end the run.
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

  /** Type a line with an observer in the place of OBSERVE, and wait until the observer runs. */
  async start(name: string, line: string): Promise<void> {
    this.#session.line(line.replace('OBSERVE', `sh observe '${name}'`));
    const written = () => /^(\d+)\n/.exec(this.#read(`${name}.pid`))?.[1];
    this.#observers.set(name, Number(await this.#session.until(`${name} to run`, written)));
  }

  /** Start a job that reads from the terminal, and wait until the job reads. */
  async reads(name: string): Promise<void> {
    this.#session.line(`sh reader '${name}'`);
    await this.#session.until(`${name} to read`, () => this.#trace(name).endsWith('read(0, '));
    // strace writes `read(0, ` before the job enters read(2).
    await this.#session.until(`${name} to wait`, () =>
      childrenOf(this.#session.pid).some(
        ({ state, group, foreground }) => state === 'S' && group === foreground,
      ),
    );
  }

  /** Type ^Z, and wait for the stop and the prompt. */
  async stop(name: string): Promise<void> {
    this.#session.type('\x1a');
    await this.#session.until(`${name} to stop`, () => this.#isStopped(name));
    await this.prompt();
  }

  /** Wait until the job has the terminal. */
  async foreground(name: string): Promise<void> {
    await this.#session.until(`${name} in the foreground`, () => {
      const found = processOf(this.#observers.get(name) ?? 0);
      return found !== undefined && found.foreground === found.group;
    });
  }

  /** Close the terminal, and wait until the shell has ended: by then all signals have been sent. */
  async hangUp(): Promise<void> {
    await this.#session.hangUp();
    await this.#ended;
    await this.#session.exit();
  }

  /** Type exit twice: a shell with stopped jobs only warns at the first. */
  async exit(): Promise<void> {
    this.#session.type('exit\rexit\r');
    await this.#ended;
    await this.#session.exit();
  }

  /** Let the job take its signals, use its terminal, and end. */
  async end(name: string): Promise<void> {
    this.#where.write(`work/${name}.gate`, '\n');
    await this.over(name);
  }

  async over(name: string): Promise<void> {
    await this.#session.until(`${name} to end`, () => this.#trace(name).includes('+++ '));
  }

  /** The signals that the job got. */
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

  /** The signals that the shell got, without its own and without this test's SIGCONT. */
  sentToShell(): readonly Sent[] {
    const own: readonly string[] = ['SIGHUP by the shell', `SIGCONT by the process ${process.pid}`];
    return this.sent('shell').filter((each) => !own.includes(each));
  }

  /** The result of the last call that begins with `call`: a number or the name of an error. */
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

  /**
   * Whether a signal is pending for the job. A stopped job takes no signal until SIGCONT. SIGCONT continues the job
   * before the trace shows that.
   */
  #isPending(name: string, pid: number): boolean {
    const pending = BigInt(`0x${/^ShdPnd:\s*(\w+)/m.exec(statusOf(pid))?.[1] ?? '0'}`);
    return (pending & SIGCONT) !== 0n || (pending !== 0n && !this.#isStopped(name));
  }

  #isStopped(name: string): boolean {
    return this.#trace(name).endsWith(`${STOPPED}\n`);
  }

  /** Kill a job that is left: the end of the session does not reach a job in a session of its own. */
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
