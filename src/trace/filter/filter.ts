/** What a filter is: it sees each line once, and says afterwards which lines it chooses. */
import type { Head } from './heads.ts';

/** What a user asks for. Where a filter is about a thread or a descriptor, a line of the trace names it. */
export type Wanted =
  | { readonly by: 'thread' | 'process'; readonly line: number }
  | { readonly by: 'descriptor'; readonly line: number; readonly fd: number }
  | { readonly by: 'call'; readonly name: string }
  | { readonly by: 'failed' }
  /** `pattern` is of latin1: one character for each byte. */
  | { readonly by: 'pattern'; readonly pattern: RegExp }
  /** The lines whose numbers are in a file. */
  | { readonly by: 'lines'; readonly file: string };

export type Filter = {
  readonly see: (head: Head) => void;
  /** Whether it has chosen its last line. Asked now and then, and of a filter that may know so before the trace ends. */
  readonly isOver?: (head: Head) => boolean;
  /** After the last line: whether a line is chosen. A text says why the filter has no meaning for this trace. */
  readonly end: () => ((line: number) => boolean) | string;
};
