/** What a run did, apart from what differs between any two runs: a list of texts for each process. */
import { Descriptors } from '../descriptors.ts';
import type { Fact, Summary } from '../facts.ts';
import type { Call, Signal } from '../line.ts';
import { apart } from '../names.ts';
import { writtenPath } from '../paths.ts';
import type { Process } from '../processes.ts';
import { numberOf, withoutSeconds } from '../result.ts';
import { Chosen } from './chosen.ts';
import { type Flow, flowOf, isSilent, maskArgs, maskResult } from './mask.ts';
import { isBirth, isOwn, Pids } from './pids.ts';
import { Streams } from './streams.ts';
import { putWaitFirst } from './waits.ts';

/** What one process or thread did. A text names a process by its story (MARK in pids.ts). */
export type Story = {
  readonly process: Process;
  /** The number of the process, from 0 on, in the order of their first facts. */
  readonly number: number;
  readonly texts: string[];
  /** For each text, the line of the trace that it stands for. */
  readonly lines: number[];
  readonly streams: Streams;
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
        this.#learn(story, fact);
        if (isSilent(fact.name)) return;
        if (flow === undefined) this.#add(story, fact.line, this.#call(fact, false));
        else this.#read(story, fact, flow);
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
    putWaitFirst(story.texts, story.lines);
  }

  #storyOf(process: Process): Story {
    const known = this.#live.get(process);
    if (known !== undefined) return known;
    const number = this.#stories.length;
    const story: Story = { process, number, texts: [], lines: [], streams: new Streams() };
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

  /** Without -f no line has a pid: the thread's own is what these calls return. */
  #learn({ number }: Story, call: Call): void {
    if (call.pid !== 0 || !isOwn(call.name)) return;
    const pid = numberOf(call.tail);
    if (pid !== undefined) this.#pids.name(pid, number);
  }

  /** What `call` reads from; undefined if it reads from no stream. */
  #flow(call: Call): Flow | undefined {
    const process = this.#descriptors.processes.get(call.pid);
    if (process === undefined) return undefined;
    return flowOf(call, (fd) => this.#descriptors.of(process, fd));
  }

  #read(story: Story, call: Call, { kind, fd, of }: Flow): void {
    const { texts, streams } = story;
    const bytes = numberOf(call.tail) ?? 0;
    const earlier = streams.goesOn(fd, of, bytes, texts.length);
    if (earlier !== undefined) {
      if (earlier.text !== undefined) texts[earlier.at] = earlier.text;
      return;
    }
    const text = this.#call(call, kind === 'volatile');
    const before = kind === 'stream' ? text.slice(0, text.lastIndexOf(' = ') + 3) : undefined;
    streams.begins(fd, { of, at: texts.length, before, bytes });
    this.#add(story, call.line, text);
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
