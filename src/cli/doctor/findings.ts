/** Facts about the surroundings of vimtrace, which os/doctor finds and judge.ts judges. */
import type { Ownership, SignalName } from '../../core/types.ts';
import type { VariableFault } from '../environment.ts';

/** A program and its answer to `--version`; hung: no answer came in time. */
export type Program = {
  readonly name: string;
  readonly version:
    | { readonly is: 'known'; readonly text: string }
    | { readonly is: 'unknown' | 'hung' };
};

/** The sh that becomes the monitor. */
export type ShFinding = {
  /** The value of VIMTRACE_SH, or the default. */
  readonly command: string;
  readonly isDefault: boolean;
  /** The name of the real file, with all symbolic links resolved: dash, for example. */
  readonly kind: string;
  /** Whether a job of `sh -m` gets the terminal, stops and continues; tried on a separate terminal. */
  readonly trial: 'works' | 'fails' | 'hung' | 'missing' | 'untried';
};

export type TerminalFinding = {
  readonly ownership: Ownership;
  readonly device: string;
  /** Whether standard error is this terminal: if not, no pager opens. */
  readonly isStandardError: boolean;
  readonly type: string | undefined;
  /** Whether terminfo(5) has `type`; undefined if infocmp(1) cannot answer. */
  readonly isTypeKnown: boolean | undefined;
};

/** The outcome of a real trial of strace; `words` are its error message. */
export type Trial =
  | { readonly is: 'allowed' | 'untried' | 'hung' }
  | { readonly is: 'refused'; readonly words: string };

/** The outcome of a real trial of a tracer that needs rights. */
export type RightsFinding = {
  readonly tracer: string;
  /** What the rights allow (Rights.to in cli/tracers/profile.ts). */
  readonly to: string;
  readonly trial: 'allowed' | 'refused' | 'hung' | 'failed';
  readonly isRoot: boolean;
};

export type PtraceFinding = {
  readonly launch: Trial;
  /** A trial on a process of the same user that is not a descendant of the tracer. */
  readonly attach: Trial;
  /** kernel.yama.ptrace_scope (ptrace(2)); undefined if the kernel has no yama. */
  readonly scope: number | undefined;
  /** CAP_SYS_PTRACE (capabilities(7)). effective: in force. obtainable: root would have it. barred: not even root. */
  readonly capability: 'effective' | 'obtainable' | 'barred';
  /** Whether a seccomp(2) filter is in force, as in most containers. */
  readonly isFiltered: boolean;
  /** The process that traces vimtrace itself; 0: none. */
  readonly tracer: number;
};

/** The state directory, which holds the traces. */
export type StateFinding =
  | { readonly is: 'nowhere' }
  /** The directory does not exist yet; `obstacle`: the reason why it cannot be created, or `foreign`. */
  | { readonly is: 'absent'; readonly path: string; readonly obstacle: string | undefined }
  | { readonly is: 'link' | 'file'; readonly path: string }
  | { readonly is: 'foreign'; readonly path: string; readonly owner: number }
  | { readonly is: 'unwritable'; readonly path: string; readonly mode: number }
  | {
      readonly is: 'own';
      readonly path: string;
      readonly mode: number;
      /** Free space (bytes). */
      readonly free: number;
      readonly kept: number;
    };

/** The configuration file. */
export type ConfigFinding =
  | { readonly is: 'nowhere' }
  | { readonly is: 'absent' | 'present'; readonly path: string }
  /** vimtrace refuses to use the file, for the reason in `complaint`. */
  | { readonly is: 'unusable'; readonly path: string; readonly complaint: string };

export type Findings = {
  /** Node's version, without the leading v, and the path of Node. */
  readonly node: { readonly version: string; readonly path: string };
  readonly sh: ShFinding;
  readonly terminal: TerminalFinding;
  /** The signals that were ignored when vimtrace started. */
  readonly ignored: readonly SignalName[];
  readonly ptrace: PtraceFinding;
  readonly rights: readonly RightsFinding[];
  readonly tracers: readonly Program[];
  readonly pagers: readonly Program[];
  readonly state: StateFinding;
  readonly config: ConfigFinding;
  readonly variables: readonly VariableFault[];
  /** Names that look like variables of vimtrace, and are none. */
  readonly unknown: readonly string[];
};
