/** A user at a shell, who traces a program, reads, suspends and quits, and acts on what is on the screen. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { type Monitor, monitoredBy, type Place, place } from '../harness/place.ts';
import { family, type Process, processOf, switchesOf } from '../harness/proc.ts';
import type { Session } from '../harness/session.ts';
import { type ShellName, shell, shellNames } from '../harness/shells.ts';
import { run } from '../pty/typing.ts';
import { cast } from './cast.ts';

const pagers = {
  vim: { quit: '\x1b:q!\r', first: 'gg' },
  nvim: { quit: '\x1b:q!\r', first: 'gg' },
  less: { quit: 'q', first: 'g' },
} as const;

/** The shell, monitor and pager of a storm. */
export type Setting = {
  readonly user: ShellName;
  readonly monitor: Monitor;
  readonly pager: keyof typeof pagers;
};
export const settings: fc.Arbitrary<Setting> = fc.record({
  user: fc.constantFrom(...shellNames),
  monitor: fc.constantFrom<Monitor>('dash', 'bash', 'busybox'),
  pager: fc.constantFrom<keyof typeof pagers>('vim', 'nvim', 'less'),
});

/** What a user does or sees in a run, in this order if nothing disturbs the run. */
export const deeds = ['typed', 'shown', '^Z', 'suspended', 'fg', 'shown again', 'quit'] as const;
export type Deed = (typeof deeds)[number];

/**
 * What the user sees: the job is over, the job is suspended, or its pager waits for a key. `stranded`: the
 * job is over, and the terminal is left to a dead group (S14).
 */
type Sight = 'over' | 'suspended' | 'pager' | 'stranded';

const FIRST = 'execve(';
/** ^U: deletes the text at the prompt. */
export const KILL_LINE = '\x15';
const LAST = /\+\+\+ (exited|killed)/;
/** A program that keeps strace busy for about a second, and then ends. */
const PROGRAM = 'n=0\nwhile [ $n -lt 100 ]; do read -r x </proc/uptime; n=$((n + 1)); done\n';

export class User {
  readonly session: Session;
  readonly where: Place;
  readonly #setting: Setting;
  #modes = '';
  #switches = '';
  #quiet = 0;

  static async sit(setting: Setting): Promise<User> {
    const where = place({ ...monitoredBy(setting.monitor), VIMTRACE_PAGER: setting.pager });
    where.write('work/program', PROGRAM);
    const user = new User(setting, where, await shell(setting.user, where));
    user.#modes = await user.modes();
    return user;
  }

  private constructor(setting: Setting, where: Place, session: Session) {
    this.#setting = setting;
    this.where = where;
    this.session = session;
  }

  /** The live processes of the session, without the shell. */
  others(): readonly Process[] {
    const { pid: shell } = this.session;
    return family(shell).filter(({ pid, state }) => pid !== shell && !'ZX'.includes(state));
  }

  isShellAlive(): boolean {
    return !'ZX'.includes(processOf(this.session.pid)?.state ?? 'X');
  }

  /** Trace the program, and wait until the shell has started the job. */
  async #start(): Promise<void> {
    this.session.line('vimtrace --grace=0.2 strace sh program');
    await this.session.job();
  }

  /** Trace the program until its pager waits for a key. */
  async open(): Promise<void> {
    await this.#start();
    expect(await this.looks()).toBe('pager');
  }

  /**
   * Read, suspend once, come back and quit, and return how the job ended. `did` is awaited after each
   * deed. It returns true if it disturbed the pager: then the pager may lose the key (P7).
   */
  async live(did: (deed: Deed) => Promise<boolean>): Promise<'over' | 'stranded'> {
    await this.#start();
    await did('typed');
    let isBack = false;
    for (;;) {
      const sight = await this.looks();
      if (sight === 'over' || sight === 'stranded') return sight;
      if (sight === 'suspended') {
        if (await did('suspended')) continue;
        this.session.line(`${KILL_LINE}fg`);
        await this.#sees(sight, false);
        await did('fg');
      } else {
        if (await did(isBack ? 'shown again' : 'shown')) continue;
        this.session.type(isBack ? pagers[this.#setting.pager].quit : '\x1a');
        const isLost = await did(isBack ? 'quit' : '^Z');
        isBack = true;
        if (!isLost) await this.#sees(sight, false);
      }
    }
  }

  /** Wait until the user can act, or the job is over. */
  async looks(): Promise<Sight> {
    return this.session.until('the job to be over, stopped or shown', () => this.#sight());
  }

  /** Type the key for the first line, and look again: less now obeys a ^Z that it has kept (P11). */
  async looksAgain(): Promise<Sight> {
    const { pager } = cast(this.session.pid);
    const before = switchesOf(pager ?? 0);
    this.session.type(pagers[this.#setting.pager].first);
    await this.session.until('the pager to take the key', () => switchesOf(pager ?? 0) !== before);
    return this.looks();
  }

  async #sees(sight: Sight, is: boolean): Promise<void> {
    await this.session.until(
      `${is ? '' : 'no more '}${sight}`,
      async () => ((await this.#sight()) === sight) === is,
    );
  }

  async #sight(): Promise<Sight | undefined> {
    const { session } = this;
    const isAlone = this.others().length === 0;
    if (isAlone && !this.isShellAlive()) return 'over';
    const leader = processOf(session.pid);
    const hasTerminal = leader !== undefined && leader.foreground === leader.group;
    // The prompt proves nothing: the terminal's answers to a dead pager may stand behind it.
    if (hasTerminal && isAlone) return this.#isQuiet(leader) ? 'over' : undefined;
    const isThere = leader !== undefined && leader.foreground !== -1;
    if (isThere && isAlone) return this.#isQuiet(leader) ? 'stranded' : undefined;
    if (hasTerminal && session.stopped() !== undefined)
      return this.#isQuiet(leader) ? 'suspended' : undefined;
    const pager = processOf(cast(session.pid).pager ?? Number.NaN);
    const hasPager = pager !== undefined && pager.foreground === pager.group;
    const isShown = hasPager && (await session.isAlternate());
    return isShown && this.#isQuiet(pager) ? 'pager' : undefined;
  }

  /** Whether the process has slept without a break for the last three checks: it waits for a key. */
  #isQuiet({ pid, state }: Process): boolean {
    const switches = `${pid} ${switchesOf(pid)}`;
    const isQuiet = state === 'S' && switches === this.#switches;
    this.#quiet = isQuiet ? this.#quiet + 1 : 0;
    this.#switches = switches;
    return this.#quiet >= 3;
  }

  /** ^Z and fg: the shell reports one stop and has its terminal in its old modes, and the pager takes keys again. */
  async cycle(): Promise<void> {
    const { session } = this;
    // If a ^Z comes before less waits for a key, less keeps the ^Z until the next key (P11).
    if (this.#setting.pager === 'less') expect(await this.looks()).toBe('pager');
    const before = session.transcript.length;
    session.type('\x1a');
    await session.prompt();
    const told = session.transcript.slice(before).match(/stopped|suspended/gi) ?? [];
    expect(told.length).toBeLessThanOrEqual(1);
    await run(session, 'jobs >jobs');
    const jobs = this.where.read('work/jobs').split('\n');
    expect(jobs.filter((line) => /vimtrace/.test(line))).toHaveLength(1);
    expect(jobs.filter((line) => /stopped|suspended/i.test(line))).toHaveLength(1);
    expect(await this.modes()).toBe(this.#modes);
    session.line('fg');
    await session.pager();
    await this.turnPages();
  }

  /** The pager obeys keys. */
  async turnPages(): Promise<void> {
    this.session.type('G');
    await this.session.sees(LAST);
    this.session.type(pagers[this.#setting.pager].first);
    await this.session.sees(FIRST);
  }

  async quit(): Promise<void> {
    this.session.type(pagers[this.#setting.pager].quit);
    await this.#sees('over', true);
  }

  /** The shell runs commands, with its terminal in its old modes, if need be after a stty (`needsStty`). */
  async isUnharmed(needsStty = false): Promise<void> {
    const { session } = this;
    // The shell reads the terminal's answers to a killed pager; wait until it has.
    await session.idle(session.pid);
    session.type(`${KILL_LINE}\n`);
    if (needsStty) session.type(`stty ${this.#modes.trim()}\n`);
    await session.prompt();
    expect(await this.modes()).toBe(this.#modes);
    expect(processOf(session.pid)?.foreground).toBe(session.pid);
    expect(this.others()).toEqual([]);
  }

  /** The terminal's modes, as a command of the shell finds them. */
  async modes(): Promise<string> {
    await run(this.session, 'stty -g >modes');
    return this.where.read('work/modes');
  }
}
