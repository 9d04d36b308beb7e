/** What can be found out about the place that vimtrace runs in; what to make of it is the cli's. */
import type { Ownership, SignalName } from '../../core/types.ts';

/** A command that runs with `--version`; one that hangs has not answered in time. */
export type Program = {
  readonly name: string;
  readonly version:
    | { readonly is: 'known'; readonly text: string }
    | { readonly is: 'unknown' | 'hung' };
};

/** The sh that is to be the monitor. */
export type ShFinding = {
  /** As it was asked for. */
  readonly command: string;
  readonly isDefault: boolean;
  /** The name of the file that it is in the end, behind all symbolic links. */
  readonly kind: string;
  /** Whether a job of `sh -m` has the terminal, stops and goes on, on a terminal of its own. */
  readonly trial: 'works' | 'fails' | 'hung' | 'missing' | 'untried';
};

export type TerminalFinding = {
  readonly ownership: Ownership;
  readonly device: string;
  /** Without it there nothing is paged. */
  readonly isStandardError: boolean;
  readonly type: string | undefined;
  /** Whether terminfo(5) has that type; undefined where that cannot be told. */
  readonly isTypeKnown: boolean | undefined;
};

/** What came of really tracing something; `words` are strace's own. */
export type Trial =
  | { readonly is: 'allowed' | 'untried' | 'hung' }
  | { readonly is: 'refused'; readonly words: string };

export type PtraceFinding = {
  readonly launch: Trial;
  /** Of a process of the same user that is no descendant of the tracer. */
  readonly attach: Trial;
  /** kernel.yama.ptrace_scope (ptrace(2)); undefined in a kernel without yama. */
  readonly scope: number | undefined;
  /** CAP_SYS_PTRACE: in force, or to be had by becoming root, or not even then (capabilities(7)). */
  readonly capability: 'effective' | 'obtainable' | 'barred';
  /** Whether a seccomp(2) filter is in force, as in most containers. */
  readonly isFiltered: boolean;
  /** Who traces vimtrace itself; 0 for nobody. */
  readonly tracer: number;
};

/** The directory of the traces. */
export type StateFinding =
  | { readonly is: 'nowhere' }
  /** Not there yet; `obstacle` is why it cannot be made. */
  | { readonly is: 'absent'; readonly path: string; readonly obstacle: string | undefined }
  | { readonly is: 'link' | 'file'; readonly path: string }
  | { readonly is: 'foreign'; readonly path: string; readonly owner: number }
  | { readonly is: 'unwritable'; readonly path: string; readonly mode: number }
  | {
      readonly is: 'own';
      readonly path: string;
      readonly mode: number;
      /** In bytes. */
      readonly free: number;
      readonly kept: number;
    };

/** The configuration file. */
export type ConfigFinding =
  | { readonly is: 'nowhere' }
  | { readonly is: 'absent' | 'present'; readonly path: string }
  /** It is not obeyed; why, in words. */
  | { readonly is: 'unusable'; readonly path: string; readonly complaint: string };

export type Findings = {
  /** Node's version, without a v, and its file. */
  readonly node: { readonly version: string; readonly path: string };
  readonly sh: ShFinding;
  readonly terminal: TerminalFinding;
  /** The signals that were ignored at the start. */
  readonly ignored: readonly SignalName[];
  readonly ptrace: PtraceFinding;
  readonly tracers: readonly Program[];
  readonly pagers: readonly Program[];
  readonly state: StateFinding;
  readonly config: ConfigFinding;
};
