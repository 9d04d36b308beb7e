/** What the kernel or chance chose for a run: ports, and names of temporary files. */
import { apply } from './mask.ts';

/** Directories whose files have names that last for one run. */
const temporary = /^(?:\/tmp|\/var\/tmp|\/dev\/shm|\/run\/user\/\d+)\//;
/** mkstemp(3) and its like put six letters and digits or more where a template has X. */
const RUN = /[A-Za-z0-9_]{6,}/g;
/** strace cuts a string, and a name in it, which keeps so many characters at least. */
const SHORTEST = 3;
/** The end of a cut string, with as much of a name as a file can have. */
const CUT = /([A-Za-z0-9_]{3,255})"\.\.\.$/;

export class Chosen {
  readonly #runs = new Set<string>();
  /** The beginnings of the names. */
  readonly #starts = new Set<string>();
  readonly #asked = new Set<string>(['0']);
  readonly #ports = new Set<string>();

  /** Take a call that returned `tail`; `path` is the path that it names. */
  see(name: string, args: string, path: string | undefined, tail: string): void {
    if (path !== undefined && tail.charCodeAt(0) !== 0x2d && isMade(name, args)) this.#make(path);
    if (!args.includes('htons(')) return;
    const isOutput = /^(?:getsockname|getpeername|accept4?|recvfrom|recvmsg)$/.test(name);
    for (const [, port = ''] of args.matchAll(/htons\((\d+)\)/g)) {
      if (!isOutput) this.#asked.add(port);
      else if (!this.#asked.has(port)) this.#ports.add(port);
    }
  }

  /** `text` without what was chosen; when the whole run is known. */
  mask(text: string): string {
    let masked = text;
    if (this.#runs.size > 0)
      masked = apply(
        masked,
        (quoted) => this.#names(quoted),
        (bare) => this.#names(bare),
      );
    if (this.#ports.size > 0)
      masked = apply(
        masked,
        (quoted) => this.#masked(quoted, /\b\d{4,5}\b/g),
        (bare) => this.#masked(bare, /(?<=htons\(|:)\d{4,5}\b/g),
      );
    return masked;
  }

  #masked(text: string, numbers: RegExp): string {
    return text.replace(numbers, (port) => (this.#ports.has(port) ? 'PORT' : port));
  }

  #names(text: string): string {
    const masked = text.replace(RUN, (run) => (this.#runs.has(run) ? 'TEMP' : run));
    if (!masked.endsWith('"...')) return masked;
    const [, start] = CUT.exec(masked.slice(-260)) ?? [];
    if (start === undefined || !this.#starts.has(start)) return masked;
    return `${masked.slice(0, -4 - start.length)}TEMP"...`;
  }

  #make(path: string): void {
    const base = path.slice(path.lastIndexOf('/', path.length - 2) + 1);
    const isTemporary = temporary.test(path);
    for (const [run] of base.matchAll(RUN)) {
      if (!isTemporary && !isRandom(run)) continue;
      this.#runs.add(run);
      for (let end = SHORTEST; end < run.length; end += 1) this.#starts.add(run.slice(0, end));
    }
  }
}

/** Whether the call makes a file that was not there. */
function isMade(name: string, args: string): boolean {
  if (name === 'mkdir' || name === 'mkdirat' || name.startsWith('symlink')) return true;
  return args.includes('O_EXCL') || args.includes('O_TMPFILE');
}

/** Whether `run` looks drawn from letters and digits: two kinds of small letters, capitals and digits in turn. */
const isRandom = (run: string): boolean =>
  [/[a-z][A-Z0-9]/, /[A-Z0-9][a-z]/, /[A-Z][0-9]|[0-9][A-Z]/].filter((kind) => kind.test(run))
    .length > 1;
