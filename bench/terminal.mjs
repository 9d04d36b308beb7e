/** bash on a pty; an emulator answers what the pager asks its terminal. Times are epoch milliseconds. */
import xterm from '@xterm/headless';
import { spawn } from 'node-pty';
import { membersOf } from './processes.mjs';

const PATIENCE = 120_000;
const columns = 160;
const rows = 40;

/** The ruler, which vim draws last: its line, its column, and where in the file that is. */
export const RULER = /\d+,\d+(?:-\d+)?[\s\S]{0,60}?(?:Top|All|Bot|\d%)/;
export const PROMPT = /ready\$ $/;

export const now = () => performance.timeOrigin + performance.now();

const open = new Set();

export class Terminal {
  #pty;
  #screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  #seen = '';
  #waiting;
  #exited;

  constructor(place, env = {}) {
    this.#pty = spawn('bash', ['--noprofile', '--rcfile', place.at('rc'), '-i'], {
      cols: columns,
      rows,
      cwd: place.at('work'),
      env: { ...place.env, ...env },
    });
    this.#screen.onData((answer) => this.#answer(answer));
    // The colours, for which the emulator without a screen has no answer: vim waits 100 ms for it.
    for (const [code, colour] of [
      [10, 'ffff/ffff/ffff'],
      [11, '0000/0000/0000'],
    ]) {
      this.#screen.parser.registerOscHandler(code, (text) => {
        if (text === '?') this.#answer(`\x1b]${code};rgb:${colour}\x1b\\`);
        return true;
      });
    }
    this.#pty.onData((data) => {
      const time = now();
      this.#seen += data;
      this.#look(time);
      this.#screen.write(data);
    });
    this.#exited = new Promise((done) => this.#pty.onExit(done));
    open.add(this);
  }

  /** The emulator's own; after the end the descriptor may be another terminal's. */
  #answer(text) {
    if (open.has(this)) this.#pty.write(text);
  }

  /** The shell's process. */
  get pid() {
    return this.#pty.pid;
  }

  #look(time) {
    const { text, done } = this.#waiting ?? {};
    if (text === undefined || !text.test(this.#seen)) return;
    this.#waiting = undefined;
    this.#seen = '';
    done(time);
  }

  /** When `text` came, counted from the last that was waited for. */
  sees(text) {
    return new Promise((done, fail) => {
      const timer = setTimeout(
        () =>
          fail(
            new Error(`waited in vain for ${text} after ${JSON.stringify(this.#seen.slice(-500))}`),
          ),
        PATIENCE,
      );
      this.#waiting = {
        text,
        done: (time) => {
          clearTimeout(timer);
          done(time);
        },
      };
      this.#look(now());
    });
  }

  prompt() {
    return this.sees(PROMPT);
  }

  /** Type `keys`, and tell how long it takes until `text` comes. */
  async press(keys, text) {
    this.#seen = '';
    const start = now();
    this.#pty.write(keys);
    const end = await this.sees(text);
    return { start, end, took: end - start };
  }

  /** Type a command line, and measure from Return on. */
  async run(line, text) {
    const end = line.slice(-12).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    await this.press(line, new RegExp(end));
    return this.press('\r', text);
  }

  /** Wait until vim has read what it asked its terminal: a shell would take that for typing. */
  async settle() {
    await new Promise((done) => this.#screen.write('', done));
    await this.press(':echo 6*7\r', /42/);
  }

  /** Quit the pager. */
  async quit() {
    await this.settle();
    await this.press(':q!\r', PROMPT);
  }

  /** End every process of the session, by its pid. */
  async end() {
    open.delete(this);
    for (let left = membersOf(this.pid); left.length > 0; left = membersOf(this.pid)) {
      for (const { pid } of left) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // Ended meanwhile.
        }
      }
      await new Promise(setImmediate);
    }
    await this.#exited;
    this.#screen.dispose();
  }
}

export async function endTerminals() {
  for (const terminal of open) await terminal.end();
}
