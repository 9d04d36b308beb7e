/**
 * cause: the call that explains why the traced program failed, and the calls it was preferred to. A guess: it follows
 * the failure from the first process to the child that it came from, and asks what that process said.
 */
import { type Guess, guessAt, type Own } from '../cause/guess.ts';
import { Said, spoken } from '../cause/said.ts';
import { Suspects } from '../cause/suspects.ts';
import { Descriptors } from '../descriptors.ts';
import type { Answer, Fact } from '../facts.ts';
import type { Call } from '../line.ts';
import type { Process } from '../processes.ts';
import { parts } from '../scan.ts';
import { quoted } from '../text.ts';

export type CauseRow = Guess;

/** Calls that write bytes to a descriptor. */
const writes = new Set(['write', 'writev', 'sendto', 'pwrite64']);

/** Calls that say nothing of what a program is at: it makes hundreds of them before it ends. */
const tidying = new Set(
  'brk close futex getpid getrandom madvise mmap mprotect munmap rt_sigaction rt_sigprocmask sigaltstack'.split(
    ' ',
  ),
);

export class Cause implements Answer<CauseRow> {
  readonly #descriptors = new Descriptors((process) => this.#end(process));
  readonly #own = new Map<Process, Own>();
  #first: Process | undefined;
  #guesses: readonly Guess[] = [];

  see(fact: Fact): undefined {
    const process = this.#descriptors.see(fact);
    this.#first ??= process;
    if (fact.kind === 'call') this.#call(process, fact);
    else if (fact.kind === 'signal') this.#of(process).signal = fact;
  }

  rows(): Iterable<CauseRow> {
    return this.#guesses;
  }

  /** What is known of the process of `thread`: its threads share it. */
  #of(thread: Process): Own {
    let process = thread;
    while (process.isThread && process.parent !== undefined) process = process.parent;
    let own = this.#own.get(process);
    if (own === undefined) {
      own = {
        process,
        suspects: new Suspects(),
        errors: new Said(),
        output: new Said(),
        turn: 0,
        child: undefined,
        signal: undefined,
        killer: undefined,
      };
      this.#own.set(process, own);
    }
    return own;
  }

  #call(process: Process, call: Call): void {
    const own = this.#of(process);
    if (!tidying.has(call.name)) own.turn += 1;
    if (call.isFailed) own.suspects.add(call, call.errno, own.turn);
    else if (call.name === 'getsockopt') {
      const [, errno] = /SO_ERROR, \[(E\w+)\]/.exec(call.args) ?? [];
      if (errno !== undefined) own.suspects.add(call, errno, own.turn);
    } else if (writes.has(call.name)) this.#hear(process, own, call);
    else if (call.name === 'execve' && call.tail.startsWith('0')) {
      // The program that failed before it is another one.
      own.suspects.clear();
      own.errors.clear();
      own.output.clear();
    } else if (call.name === 'kill' || call.name === 'tgkill') this.#kill(call);
    else own.suspects.settle(call);
  }

  #hear(process: Process, own: Own, call: Call): void {
    const fd = Number.parseInt(call.args, 10);
    const name = fd > 2 ? this.#descriptors.of(process, fd)?.name : '';
    const said =
      fd === 2 || name === 'standard error' ? own.errors : fd === 1 ? own.output : undefined;
    if (said === undefined) return;
    if (call.name === 'writev') {
      for (const [, text = '', more] of call.args.matchAll(
        /iov_base="((?:[^"\\]|\\.)*)"(\.\.\.)?/g,
      ))
        said.add(spoken(text), more !== undefined, own.turn);
      return;
    }
    const words = quoted(parts(call.args)[1]);
    if (words !== undefined) said.add(words.text, words.isCut, own.turn);
  }

  #kill(call: Call): void {
    const pid = Number.parseInt(call.args, 10);
    const target = this.#descriptors.processes.get(Math.abs(pid));
    if (target !== undefined) this.#of(target).killer = call;
  }

  #end(process: Process): void {
    const { ending, parent, isThread } = process;
    if (isThread || ending === undefined) return;
    const own = this.#of(process);
    this.#own.delete(process);
    const isFirst = process === this.#first;
    if (ending.by === 'exit' && ending.code === 0) {
      if (isFirst) this.#guesses = [];
      return;
    }
    const guesses = guessAt(own, ending);
    if (isFirst) this.#guesses = guesses;
    else if (parent !== undefined && parent.ended === undefined) {
      const { child, turn } = this.#of(parent);
      // In a pipeline, the child that explains nothing, as a grep without a match, may end after the one that does.
      if (guesses.length > 0 || child === undefined)
        this.#of(parent).child = { ending, guesses, turn };
    }
  }
}
