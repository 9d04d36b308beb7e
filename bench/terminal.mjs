/** A bash on a pty. An emulator answers the pager's queries to its terminal. Times are ms since the epoch. */
import xterm from '@xterm/headless';
import { spawn } from 'node-pty';
import { membersOf } from './processes.mjs';

const PATIENCE = 120_000;
const columns = 160;
const rows = 40;

/** vim's ruler, which vim draws last: line, column, and the position in the file. */
export const RULER = /\d+,\d+(?:-\d+)?[\s\S]{0,60}?(?:Top|All|Bot|\d%)/;
export const PROMPT = /ready\$ $/;

export const now = () => performance.timeOrigin + performance.now();

export class Terminal {
  #pty;
  #screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  #seen = '';
  #waiting;
  #exited;
  #isOver = false;

  constructor(place, env = {}) {
    this.#pty = spawn('bash', ['--noprofile', '--rcfile', place.at('rc'), '-i'], {
      cols: columns,
      rows,
      cwd: place.at('work'),
      env: { ...place.env, ...env },
    });
    this.#screen.onData((answer) => this.#answer(answer));
    // The headless emulator does not answer queries for colours, and vim would wait 100 ms for each answer.
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
  }

  /** Type an answer of the emulator; after the end, the descriptor may belong to another terminal. */
  #answer(text) {
    if (!this.#isOver) this.#pty.write(text);
  }

  /** The pid of the shell. */
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

  /** Wait for `text`, in the output since the last wait. Resolves to the time at which `text` was complete. */
  sees(text) {
    return new Promise((done, fail) => {
      const timer = setTimeout(
        () =>
          fail(new Error(`timed out: no ${text} after ${JSON.stringify(this.#seen.slice(-500))}`)),
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

  /** Type `keys`, and measure the time until `text` appears. */
  async press(keys, text) {
    this.#seen = '';
    const start = now();
    this.#pty.write(keys);
    const end = await this.sees(text);
    return { start, end, took: end - start };
  }

  /** Type a command line, and measure the time from Return until `text` appears. */
  async run(line, text) {
    const end = line.slice(-12).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    await this.press(line, new RegExp(end));
    return this.press('\r', text);
  }

  /** Wait until vim has read the answers of its terminal: a shell would take them for typed keys. */
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
    this.#isOver = true;
    for (let left = membersOf(this.pid); left.length > 0; left = membersOf(this.pid)) {
      for (const { pid } of left) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // The process has ended meanwhile.
        }
      }
      await new Promise(setImmediate);
    }
    await this.#exited;
    this.#screen.dispose();
  }
}
