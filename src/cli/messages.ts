/**
 * Messages to the user, in the form `vimtrace: cannot VERB OBJECT: REASON; WAY OUT`.
 * config-faults.ts, doctor/ and bin/vimtrace have the others.
 */
import type { Failure, Outcome } from '../core/types.ts';
import type { VariableFault } from './environment.ts';
import type { Pager } from './pagers/choose.ts';
import { posixWord } from './quote.ts';
import type { Origin } from './settings.ts';

export const misuse = (reason: string): string =>
  visible(`vimtrace: cannot read the arguments: ${reason}; see vimtrace --help`);

export const pagerMissing = (pager: Pager, program: string): string =>
  visible(
    `vimtrace: cannot run the pager ${program}, set by ${pager.origin}: not found; install it, or set another pager`,
  );

export const wrongVariable = (fault: VariableFault): string =>
  visible(
    fault.kind === 'sh'
      ? `vimtrace: cannot run the sh ${fault.value}, set by $VIMTRACE_SH: not found, or not executable; unset VIMTRACE_SH, or set it to a dash, bash or busybox sh`
      : `vimtrace: cannot read $${fault.name}: it must be ${fault.must}, not ${JSON.stringify(fault.value)}; correct it, or unset it`,
  );

export const spoolUnusable = (directory: string, reason: string): string =>
  `vimtrace: cannot create a trace file in ${directory}: ${reason}; set XDG_STATE_HOME or TMPDIR to a directory that you can write to`;

export const outputUnusable = (file: string, reason: string): string =>
  `vimtrace: cannot write ${file}, set by --output: ${reason}; choose another file`;

export const outputFailed = (reason: string): string =>
  `vimtrace: cannot write to standard output: ${reason}; redirect it to another place`;

/**
 * Names the file of the trace; `isListed`: --list and --last will find the trace. `written`: the tracer has ended, and
 * another process has the file open for writing.
 */
export const traceIn = {
  ended: (file: string, isListed: boolean): string =>
    `vimtrace: the trace is kept in ${file}${isListed ? '; vimtrace --last opens it' : ''}`,
  goesOn: (file: string, isListed: boolean): string =>
    `vimtrace: the tracer goes on, and writes to ${file}${isListed ? '; vimtrace --last opens the trace after the tracer has ended' : ''}`,
  written: (file: string, isListed: boolean): string =>
    `vimtrace: a process still writes the trace in ${file}${isListed ? '; vimtrace --last opens it' : ''}`,
} as const;

/** `origin` is the setting that has the limit 0. */
export const traceForgotten = (origin: Origin): string =>
  `vimtrace: cannot keep the trace: the limit is 0 traces, set by ${origin}; set 1 or more, or use --output`;

/** `pager` is the pager for smaller traces, in whose place less opened the trace. */
export const tooLarge = (bytes: number, pager: Pager): string =>
  `vimtrace: the trace has ${sizeOf(bytes)}: opened in less, because ${pager.command} would read it all first; to use ${pager.command} anyway, set VIMTRACE_PAGER=${brief([pager.command])}`;

function sizeOf(bytes: number): string {
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), 4);
  const unit = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'][power] ?? '';
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${unit}`;
}

/** Printed once, at the first start after traces were kept; `command` is that of the newest. */
export const announcement = (count: number, command: readonly string[]): string => {
  const traced = brief(command);
  return count === 1
    ? `vimtrace: a trace of ${traced} was kept; vimtrace --last opens it`
    : `vimtrace: ${count} traces were kept, the newest of ${traced}; vimtrace --list shows them`;
};

/** How a run ended, for the record of a kept trace. */
export function ending(outcome: Outcome): string {
  switch (outcome.by) {
    case 'tracer':
      return outcome.ended.how === 'exited'
        ? `exited with ${outcome.ended.code}`
        : `killed by ${outcome.ended.signal}`;
    case 'reading':
      return 'read';
    case 'signal':
      return `ended by ${outcome.signal}`;
    case 'failure':
      return `failed: ${outcome.failure.kind}`;
  }
}

/** Whether `end`, the words of a record, say that the tracer failed. */
export const isFailure = (end: string): boolean => /^(?:exited with (?!0$)|killed by )/.test(end);

/** What was run and how the run ended, in one line: the name of a trace for its reader. */
export const title = (command: readonly string[], end: string): string =>
  `${brief(command)} (${visible(end)})`;

const untraceable = (what: string): string => `vimtrace: cannot trace ${what}`;

export const alreadyTraced = (pid: number, tracer: number): string =>
  `${untraceable(`process ${pid}`)}: process ${tracer} traces it already; end process ${tracer} first`;

export const othersProcess = (tracer: string, pid: number): string =>
  `${untraceable(`process ${pid}`)}: it belongs to another user; trace it as root: sudo ${tracer} -p ${pid}`;

/** The scopes are those of ptrace(2), "/proc/sys/kernel/yama/ptrace_scope". */
export const yama = (scope: number): string =>
  scope > 2
    ? `${untraceable('any process')}: kernel.yama.ptrace_scope is 3; set a lower value in /etc/sysctl.d for the next boot`
    : `${untraceable('this process')}: kernel.yama.ptrace_scope is ${scope}; trace it as root with sudo, or allow tracing with: sudo sysctl kernel.yama.ptrace_scope=0`;

export const ptraceRefused = `${untraceable('any program')}: ptrace is not permitted here; vimtrace --doctor says why, and how to fix it`;

/** `to` is what only root may do; `isRoot`: the user is root, but of a container, for example. */
export const rightsMissing = (tracer: string, to: string, isRoot: boolean): string =>
  isRoot
    ? `${untraceable(`with ${tracer}`)}: root may not ${to} here; give the container the capabilities that ${tracer} needs`
    : `${untraceable(`with ${tracer}`)}: only root may ${to}; trace as root: sudo ${tracer}`;

/** The ending of a run whose vimtrace was killed before it could record another. */
export const cutShort = 'cut short';

/** `directory` is the state directory. */
export const keptUnusable = (directory: string, reason: string): string =>
  `vimtrace: cannot read the traces in ${directory}: ${reason}; set XDG_STATE_HOME to a directory of your own`;

export const nothingKept =
  'vimtrace: cannot open the newest trace: none is kept; see vimtrace --list';

/** A trace that the user has named, by its number or by its file. */
export const noTrace = {
  /** There are only `count` traces. */
  number: (verb: 'open' | 'read' | 'remove', number: number, count: number): string =>
    `vimtrace: cannot ${verb} @${number}: ${count === 1 ? 'there is 1 trace' : `there are ${count} traces`}; see vimtrace --list`,
  file: (verb: 'open' | 'read' | 'remove', file: string, reason: string): string =>
    visible(`vimtrace: cannot ${verb} ${file}: ${reason}; see vimtrace --list`),
} as const;

export const emptyTrace = (file: string): string =>
  visible(`vimtrace: cannot open ${file}: nothing is in it; see vimtrace --list`);

/** `use` says who needs the trace, as in "it is running". */
export const inUse = (number: number, use: string): string =>
  visible(`vimtrace: cannot remove @${number}: ${use}; try again when that is over`);

/** The trace @`number` was removed. */
export const removed = (number: number, command: readonly string[]): string =>
  `removed @${number}: ${brief(command)}`;

/** A command quoted for a shell, without control characters for the terminal. */
export const quoted = (words: readonly string[]): string =>
  words.length === 0 ? 'an unknown command' : visible(words.map(posixWord).join(' '));

/** The same, shortened for a message. */
function brief(words: readonly string[]): string {
  const text = quoted(words);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

/** `text` with ? in place of control characters and of characters that change the direction of writing. */
export const visible = (text: string): string =>
  // Most text is plain, and V8 takes 1 ms to compile the classes of Unicode.
  /[^ -~]/.test(text) ? text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '?') : text;

export const undeliverable = (pid: number): string =>
  `vimtrace: cannot signal process ${pid}: not permitted; if it goes on, end it as its owner`;

/** Messages about a trace in `file` that is incomplete or cannot be found. */
export const damage = {
  cut: (file: string): string =>
    `vimtrace: cannot complete the trace: no space left, ${file} is truncated; free some space, or set XDG_STATE_HOME to a larger disk`,
  limited: (file: string, bytes: number): string =>
    `vimtrace: cannot complete the trace: a file may have ${sizeOf(bytes)} here (ulimit -f), and ${file} is truncated; raise the limit, or trace fewer calls`,
  removed: (file: string): string =>
    `vimtrace: cannot find the trace: somebody has removed ${file}; to keep a trace elsewhere, use --output`,
  unreachable: (file: string, reason: string): string =>
    `vimtrace: cannot reach the trace in ${file}: ${reason}; to keep a trace elsewhere, use --output`,
} as const;

/** What the monitor or its guard said or did not know; a line of noise is cut short. */
export const misunderstood = {
  report: (line: string): string =>
    `it reported "${visible(line.slice(0, 80))}", which means nothing`,
  verb: (verb: string): string => `it does not know the verb "${visible(verb.slice(0, 80))}"`,
  word: 'the guard was told a word that it does not know',
} as const;

/** The launcher and Node do not understand each other. */
export const notStarted = (reason: string): string =>
  `vimtrace: cannot start: ${visible(reason)}; bin/ and dist/ may be of two versions, install vimtrace again`;

export const broken = (reason: string): string =>
  `vimtrace: cannot go on: ${reason}; this is a bug; please report it, with a journal (VIMTRACE_JOURNAL)`;

/** The message for `failure`. `debian`: the Debian package of the tracer, if known; `meant` is a hint (meant.ts). */
export function complaint(
  failure: Failure,
  tracer: string,
  pager: Pager | undefined,
  debian: string | undefined,
  meant = '',
): string {
  switch (failure.kind) {
    case 'tracer':
      switch (failure.code) {
        case 'ENOENT':
          return `vimtrace: cannot run ${tracer}: ${tracer.includes('/') ? 'no such file' : `not found in PATH${debian === undefined ? meant : `; install it (Debian: apt-get install ${debian})`}`}`;
        case 'EACCES':
          return `vimtrace: cannot run ${tracer}: not an executable file`;
        case 'other':
          return `vimtrace: cannot run ${tracer}: ${failure.detail}`;
      }
    case 'pager':
      return `vimtrace: cannot run the pager ${pager?.command ?? ''}, set by ${pager?.origin ?? 'nobody'}: ${failure.ended.how === 'exited' && failure.ended.code === 126 ? 'not executable; set another pager' : 'not found; install it, or set another pager'}`;
    case 'defect':
      return broken(failure.detail);
    case 'monitor':
      return `vimtrace: cannot run the monitor of the pager: ${failure.detail}; set VIMTRACE_SH to a dash, bash or busybox sh`;
  }
}
