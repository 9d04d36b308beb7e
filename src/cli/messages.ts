/** Every sentence a user can read. */
import type { Failure } from '../core/types.ts';
import type { Pager } from './pagers.ts';

export const help = `Usage: vimtrace [options] [--] TRACER [ARG...]

Run a tracer (strace, ltrace, or any command) and read its trace in a pager.

  -p, --pager CMD    page with CMD, a shell command; empty or cat: do not page
  -o, --output FILE  keep the trace in FILE
      --no-pager     do not page
      --hangup=WHAT  when the terminal goes: end all that runs (the default),
                     or keep tracing
      --grace=SECS   how long those that are told to end may take (default: 2)
  -h, --help         print this help and exit
  -V, --version      print the version and exit

The pager is --pager, else $VIMTRACE_PAGER, else the first of vim, nvim, $PAGER,
less and more that exists. The exit status is the tracer's; 125 is vimtrace's
own failure. To have it always: alias strace='vimtrace strace'.
More: man vimtrace.
`;

export const misuse = (reason: string): string =>
  `vimtrace: cannot read the arguments: ${reason}; see vimtrace --help`;

export const pagerMissing = (pager: Pager, program: string): string =>
  `vimtrace: cannot run the pager ${program}, set by ${pager.origin}: not found; install it, or set another`;

export const spoolUnusable = (directory: string, reason: string): string =>
  `vimtrace: cannot create a spool in ${directory}: ${reason}; set TMPDIR to a directory you can write to`;

export const outputUnusable = (file: string, reason: string): string =>
  `vimtrace: cannot write ${file}, set by --output: ${reason}`;

export const traceKept = (file: string): string => `vimtrace: the trace is kept in ${file}`;

export const undeliverable = (pid: number): string =>
  `vimtrace: cannot signal process ${pid}: not permitted; it may go on, end it as its owner`;

export const traceCut = (file: string): string =>
  `vimtrace: cannot trace to the end: no space left for ${file}; free some, or set TMPDIR`;

export const broken = (reason: string): string =>
  `vimtrace: cannot go on: ${reason}; this is a bug, please report it with VIMTRACE_JOURNAL set`;

/** One line for `failure`; `pager` is the one in use. */
export function complaint(failure: Failure, tracer: string, pager: Pager | undefined): string {
  switch (failure.kind) {
    case 'tracer':
      switch (failure.code) {
        case 'ENOENT':
          return `vimtrace: cannot run ${tracer}: ${tracer.includes('/') ? 'no such file' : 'not found in PATH'}`;
        case 'EACCES':
          return `vimtrace: cannot run ${tracer}: not an executable file`;
        case 'other':
          return `vimtrace: cannot run ${tracer}: ${failure.detail}`;
      }
    case 'pager':
      return `vimtrace: cannot run the pager ${pager?.command ?? ''}, set by ${pager?.origin ?? 'nobody'}: ${failure.ended.how === 'exited' && failure.ended.code === 126 ? 'not executable' : 'not found'}`;
    case 'monitor':
      return `vimtrace: cannot run the monitor of the pager: ${failure.detail}; set VIMTRACE_SH to a dash, bash or busybox sh`;
  }
}
