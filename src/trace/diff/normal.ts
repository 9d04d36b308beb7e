/** What a run did, apart from what differs between any two runs: a list of texts for each process. */
import { Descriptors } from '../descriptors.ts';
import type { Fact, Summary } from '../facts.ts';
import type { Call, Signal } from '../line.ts';
import { apart } from '../names.ts';
import { writtenPath } from '../paths.ts';
import type { Process } from '../processes.ts';
import { numberOf, withoutSeconds } from '../result.ts';
import { Chosen } from './chosen.ts';
import { flowOf, isSilent, maskArgs, maskResult } from './mask.ts';
import { isBirth, Pids } from './pids.ts';

/** What one process or thread did. A text names a process by its story (MARK in pids.ts). */
export type Story = {
  readonly process: Process;
  /** Counted from 0, by the first fact. */
  readonly number: number;
  readonly texts: string[];
  /** For each text, the line of the trace that it stands for. */
  readonly lines: number[];
  /** A read that the next read of the same descriptor goes on with; undefined behind any other call. */
  stream: { readonly fd: number; readonly before: string; bytes: number } | undefined;
};

/** A run, without its times and addresses; only its whole tells what was chosen by chance. */
export type Normal = { readonly stories: readonly Story[]; readonly chosen: Chosen };

/** Takes the facts of one trace. Grows with the trace: a comparison needs the whole of both. */
export class Normalizer {
  readonly #stories: Story[] = [];
  readonly #live = new Map<Process, Story>();
  readonly #chosen = new Chosen();
  readonly #pids = new Pids();
  readonly #descriptors = new Descriptors();

  see(fact: Fact): void {
    // Before the call is seen: close takes away what its descriptor is.
    const flow = fact.kind === 'call' ? this.#flow(fact) : undefined;
    const process = this.#descriptors.see(fact);
    const story = this.#storyOf(process);
    switch (fact.kind) {
      case 'call':
        if (isBirth(fact.name)) this.#bear(fact);
        if (isSilent(fact.name)) return;
        if (flow !== undefined && this.#goesOn(story, fact)) return;
        this.#add(story, fact.line, this.#call(fact, flow === 'volatile'));
        if (flow !== undefined) begin(story, fact, flow);
        return;
      case 'signal':
        this.#add(story, fact.line, this.#signal(fact));
        return;
      case 'end':
        if (fact.end.by === 'exit')
          this.#add(story, fact.line, `+++ exited with ${fact.end.code} +++`);
        else if (fact.end.by === 'signal')
          this.#add(story, fact.line, `+++ killed by ${fact.end.signal} +++`);
        if (fact.end.by !== 'execve') this.#live.delete(process);
        return;
      case 'open':
        return;
    }
  }

  /** After the last fact. */
  end({ open }: Summary): Normal {
    for (const { pid, line, name, args } of open) {
      const process = this.#descriptors.processes.get(pid);
      if (process === undefined) continue;
      const masked = this.#pids.inArgs(name, maskArgs(name, args, false));
      this.#add(this.#storyOf(process), line, `${name}(${masked} <unfinished ...>`);
    }
    return { stories: this.#stories, chosen: this.#chosen };
  }

  #add(story: Story, line: number, text: string): void {
    story.texts.push(apart(text));
    story.lines.push(line);
    story.stream = undefined;
  }

  #storyOf(process: Process): Story {
    const known = this.#live.get(process);
    if (known !== undefined) return known;
    const number = this.#stories.length;
    const story: Story = { process, number, texts: [], lines: [], stream: undefined };
    this.#stories.push(story);
    this.#live.set(process, story);
    this.#pids.name(process.pid, number);
    return story;
  }

  /** The pid of a new process has a name from here on, also before the first line of the process. */
  #bear(call: Call): void {
    const child = this.#descriptors.processes.get(numberOf(call.tail) ?? 0);
    if (child !== undefined) this.#storyOf(child);
  }

  /** What `call` reads from; undefined if it reads from no stream. */
  #flow(call: Call): 'stream' | 'volatile' | undefined {
    const process = this.#descriptors.processes.get(call.pid);
    if (process === undefined) return undefined;
    return flowOf(call, (fd) => this.#descriptors.of(process, fd));
  }

  /** The bytes of a pipe come in pieces as large as chance makes them: reads in a row are one read. */
  #goesOn(story: Story, call: Call): boolean {
    const { stream } = story;
    const bytes = numberOf(call.tail);
    if (stream === undefined || bytes === undefined || bytes === 0) return false;
    if (stream.fd !== Number.parseInt(call.args, 10)) return false;
    stream.bytes += bytes;
    if (stream.before !== '')
      story.texts[story.texts.length - 1] = `${stream.before}${stream.bytes}`;
    return true;
  }

  #call(call: Call, isVolatile: boolean): string {
    const { name, args } = call;
    const tail = withoutSeconds(call.tail);
    this.#chosen.see(name, args, writtenPath(name, args), tail);
    const masked = this.#pids.inArgs(name, maskArgs(name, args, isVolatile));
    const result = this.#pids.inResult(name, maskResult(name, tail, isVolatile));
    return `${name}(${masked}) = ${result}`;
  }

  #signal({ signal, info }: Signal): string {
    const masked = this.#pids
      .inArgs('', maskArgs('', info, false))
      .replace(/si_(utime|stime)=\w+(?: \/\* [^*]*\*\/)?/g, 'si_$1=TIME');
    return `--- ${signal}${masked === '' ? '' : ` ${masked}`} ---`;
  }
}

/** The text that was added last is a read, which returned bytes. */
function begin(story: Story, call: Call, flow: 'stream' | 'volatile'): void {
  const bytes = numberOf(call.tail);
  if (bytes === undefined || bytes === 0) return;
  const text = story.texts.at(-1) ?? '';
  const before = flow === 'volatile' ? '' : text.slice(0, text.lastIndexOf(' = ') + 3);
  story.stream = { fd: Number.parseInt(call.args, 10), before, bytes };
}
