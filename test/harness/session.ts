/** A program on a pty of its own, and a terminal emulator that shows its screen and answers its queries. */
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import xterm from '@xterm/headless';
import { type IPty, spawn } from 'node-pty';
import { vi } from 'vitest';
import type { Place } from './place.ts';
import { childrenOf, family, type Process, processOf, switchesOf } from './proc.ts';

/** How long a condition may take under load before the test gives up, in milliseconds. */
export const PATIENCE = 30_000;

/** For so many looks a busybox sleeps before it counts as one that has lost its prompt (S22). */
const LOOKS = 50;

/** A sequence that the emulator takes note of, and that nobody sees (OSC 7777, which nobody uses). */
const MARK = '\x1b]7777;\x07';

export type Size = { readonly columns: number; readonly rows: number };

export const sessions: Session[] = [];

export class Session {
  readonly #pty: IPty;
  readonly #screen: xterm.Terminal;
  readonly #exited: Promise<{ exitCode: number; signal?: number | undefined }>;
  #written: Promise<void> = Promise.resolve();
  #isOver = false;
  /** Whether the leader may lose its prompt (S22). */
  readonly #isForgetful: boolean;
  /** How many marks were sent, and how many have come. */
  readonly #marks = { sent: 0, come: 0 };
  /** Who was in the foreground when the terminal last answered, and how often it had slept. */
  #asker: { readonly pid: number; readonly switches: string } | undefined;
  transcript = '';

  constructor(where: Place, command: string, args: readonly string[], size?: Size) {
    const { columns: cols, rows } = size ?? { columns: 100, rows: 30 };
    this.#screen = new xterm.Terminal({ cols, rows, allowProposedApi: true, scrollback: 10_000 });
    const cwd = `${where.directory}/work`;
    this.#isForgetful = command === 'busybox';
    this.#pty = spawn(command, [...args], { cols, rows, cwd, env: { ...where.env } });
    this.#pty.onData((data) => {
      this.transcript += data;
      if (this.#marks.sent > this.#marks.come)
        this.transcript = this.transcript.replaceAll(MARK, '');
      this.#written = new Promise((done) => this.#screen.write(data, done));
    });
    // Two questions the emulator has no answer to, and for which vim waits before it stops (P5).
    for (const color of [10, 11])
      this.#screen.parser.registerOscHandler(color, (query) => {
        if (query === '?') this.#answer(`\x1b]${color};rgb:0000/0000/0000\x1b\\`);
        return true;
      });
    this.#screen.parser.registerOscHandler(7777, () => {
      this.#marks.come += 1;
      return true;
    });
    this.#screen.onData((answer) => this.#answer(answer));
    this.#exited = new Promise((done) => this.#pty.onExit(done));
    void this.#exited.then(() => {
      this.#isOver = true;
    });
    sessions.push(this);
  }

  /** The session's leader: the pty's own child. */
  get pid(): number {
    return this.#pty.pid;
  }

  /** The emulator's own; after the end the descriptor may be another session's. */
  #answer(text: string): void {
    if (this.#isOver) return;
    const pid = processOf(this.pid)?.foreground ?? 0;
    this.#asker = { pid, switches: switchesOf(pid) };
    this.#pty.write(text);
  }

  /** node-pty would write the rest to whatever its descriptor is after the end. */
  #isWritten(): boolean {
    const { _writeStream } = this.#pty as unknown as {
      readonly _writeStream: { readonly _writeQueue: readonly unknown[] };
    };
    return _writeStream._writeQueue.length === 0;
  }

  type(text: string): void {
    this.#pty.write(text);
  }

  line(text: string): void {
    this.type(`${text}\r`);
  }

  resize(size: Size): void {
    this.#screen.resize(size.columns, size.rows);
    this.#pty.resize(size.columns, size.rows);
  }

  /** The lines of the screen as they are now, without what has scrolled away. */
  async screen(): Promise<readonly string[]> {
    await this.#written;
    const buffer = this.#screen.buffer.active;
    const lines = Array.from({ length: this.#screen.rows }, (_, row) =>
      buffer.getLine(buffer.baseY + row)?.translateToString(true),
    );
    return lines.map((line) => line ?? '');
  }

  /** The line that the cursor is in, up to the cursor. */
  async cursorLine(): Promise<string> {
    await this.#written;
    const { baseY, cursorX, cursorY } = this.#screen.buffer.active;
    return (
      this.#screen.buffer.active.getLine(baseY + cursorY)?.translateToString(false, 0, cursorX) ??
      ''
    );
  }

  async isAlternate(): Promise<boolean> {
    await this.#written;
    return this.#screen.buffer.active.type === 'alternate';
  }

  /** Wait until `fact` is true in JavaScript's sense, and return it: a file that is just being written gives '' or 0. */
  until<T>(what: string, fact: () => T | Promise<T>): Promise<Exclude<T, undefined | false>> {
    return vi.waitFor(
      async () => {
        const value = await fact();
        if (!value) throw new Error(`waited for ${what}`);
        return value as Exclude<T, undefined | false>;
      },
      { timeout: PATIENCE, interval: 10 },
    );
  }

  /** Wait for `text` anywhere on the screen. */
  sees(text: string | RegExp): Promise<string> {
    return this.until(`the screen to show ${text}`, async () =>
      (await this.screen()).find((line) =>
        typeof text === 'string' ? line.includes(text) : text.test(line),
      ),
    );
  }

  /** Wait until the prompt is at the cursor and the shell owns the terminal. */
  prompt(): Promise<boolean> {
    let before = '';
    let quiet = 0;
    return this.until('the prompt', async () => {
      const found = processOf(this.pid);
      if (found?.foreground !== found?.group) return false;
      const line = await this.cursorLine();
      if (/ready# $/.test(line)) return true;
      if (!this.#isForgetful) return false;
      const now = switchesOf(this.pid);
      quiet = line === '' && found?.state === 'S' && now === before ? quiet + 1 : 0;
      before = now;
      if (quiet === LOOKS) await this.#rememberPrompt();
      return false;
    });
  }

  /** The shell sleeps and owns the terminal: if no prompt is on its way, Return brings one, as it does for a user. */
  async #rememberPrompt(): Promise<void> {
    await this.#hasCome();
    if ((await this.cursorLine()) === '') this.type('\r');
  }

  /** The session's job: the one child of the shell, or of `parent`. */
  job(parent: number = this.pid): Promise<Process> {
    return this.until('a job', () => childrenOf(parent).at(-1));
  }

  /**
   * Wait until a process sleeps, from one look to the next: it is done with what it was told,
   * the terminal's answers to its questions among that.
   */
  async idle(pid: number): Promise<void> {
    let before = '';
    let quiet = 0;
    await this.until(`process ${pid} to be idle`, async () => {
      await this.#written;
      const now = switchesOf(pid);
      const found = processOf(pid);
      const isQuiet = now === before && found?.state === 'S' && this.#isWritten();
      quiet = isQuiet ? quiet + 1 : 0;
      before = now;
      if (quiet < 3) return false;
      if (found?.foreground !== pid) return true;
      await this.#hasCome();
      return this.#isWritten() && switchesOf(pid) === now && !this.#owes(pid);
    });
  }

  /**
   * Wait until all that the foreground process has written has come here: on a busy machine the kernel delivers late.
   * The process sleeps, so that the mark does not come between two parts of a sequence.
   */
  async #hasCome(): Promise<void> {
    const { ptsName } = this.#pty as unknown as { readonly ptsName: string };
    const terminal = openSync(ptsName, constants.O_WRONLY | constants.O_NOCTTY);
    writeSync(terminal, MARK);
    this.#marks.sent += 1;
    closeSync(terminal);
    await this.until('the mark', () => this.#marks.come === this.#marks.sent);
  }

  /** An answer is on its way to the process. One that has slept since has looked for input before, and read the answer. */
  #owes(pid: number): boolean {
    return this.#asker?.pid === pid && this.#asker.switches === switchesOf(pid);
  }

  /** The shell's job, if it is stopped. */
  stopped(): Process | undefined {
    return childrenOf(this.pid).find(({ state }) => state === 'T');
  }

  /**
   * The pager, once it is the terminal's foreground group, of its own, shows `text` and sleeps: a ^Z that less
   * gets between its drawing and its reading waits there for the next key (P11).
   */
  async pager(text: string | RegExp = /./, parent?: number): Promise<Job> {
    const look = (): Job | undefined =>
      childrenOf(parent ?? this.pid)
        .flatMap((job) => leadersOf(job).map((monitor) => ({ job, monitor })))
        .flatMap((found) => leadersOf(found.monitor).map((pager) => ({ ...found, pager })))
        .find(({ pager }) => pager.foreground === pager.group && pager.state !== 'T');
    // Only after it has drawn: before, the monitor's stty may stand in its place.
    await this.until('the pager in the foreground', look);
    await this.sees(text);
    let before = '';
    return this.until('the pager to rest in the foreground', () => {
      const found = look();
      const now = found === undefined ? '' : switchesOf(found.pager.pid);
      const isResting = found?.pager.state === 'S' && now === before;
      before = now;
      return isResting ? found : undefined;
    });
  }

  async exit(): Promise<{ exitCode: number; signal?: number | undefined }> {
    return this.#exited;
  }

  /** Close the terminal, as a lost connection does: who is told of it, the kernel decides. */
  async hangUp(): Promise<void> {
    this.#isOver = true;
    await this.until('what was typed to be written', () => this.#isWritten());
    const pty = this.#pty as unknown as { kill: () => void; destroy: () => void };
    // Else it sends the leader a SIGHUP of its own.
    pty.kill = () => undefined;
    pty.destroy();
  }

  async describe(): Promise<string> {
    const table = family(this.pid).map(
      (p) =>
        `${p.pid} ${p.state} parent ${p.parent} group ${p.group} tty ${p.foreground} ${p.command}`,
    );
    return [
      '--- transcript',
      JSON.stringify(this.transcript.slice(-4000)),
      '--- screen',
      ...(await this.screen()),
      '--- processes',
      ...table,
    ].join('\n');
  }

  /** End every process of the session, by its pid. */
  async end(): Promise<void> {
    this.#isOver = true;
    await this.until('what was typed to be written', () => this.#isWritten()).catch(
      () => undefined,
    );
    for (
      let left = family(this.pid);
      left.length > 0;
      left = family(this.pid).filter((p) => p.state !== 'Z')
    ) {
      for (const { pid } of left) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // Ended meanwhile.
        }
      }
      await new Promise((look) => setTimeout(look, 2));
    }
    await this.#exited;
    this.#screen.dispose();
  }
}

/** Its children with a process group of their own. */
const leadersOf = (parent: Process): readonly Process[] =>
  childrenOf(parent.pid).filter(({ pid, group }) => pid === group);

export type Job = {
  readonly job: Process;
  readonly monitor: Process;
  readonly pager: Process;
};
