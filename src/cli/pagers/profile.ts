/** The profile of a pager: plain data, so that a user can write one as JSON. */
import type { Stop } from '../../core/types.ts';

export type PagerProfile = {
  /** The arguments that show {file}, read-only. */
  readonly args: readonly string[];
  /** The arguments that show {first} and {file} side by side, with the cursor on {line} of {first}. */
  readonly pair?: readonly string[];
  /**
   * The arguments that show {file}, a list of processes, and then {files}, one for each process. Without them, the pager
   * shows one text with the lines of all processes.
   */
  readonly many?: readonly string[];
  /** Arguments before `args` that colour the trace as a {filetype}. */
  readonly coloured?: readonly string[];
  /** The filetypes that the pager can colour, if any other filetype is an error. */
  readonly languages?: readonly string[];
  /** Arguments before `args` that turn colours off. */
  readonly plain?: readonly string[];
  /** Arguments before all others that open the trace at its first line, for a pager that begins elsewhere. */
  readonly atStart?: readonly string[];
  /**
   * The same for the line {line}. {why} says why that line, in the form of a string of Vim in single quotes. Without
   * such arguments, the pager opens where it would anyway.
   */
  readonly atLine?: readonly string[];
  /** The same for the last line. */
  readonly atEnd?: readonly string[];
  readonly stop: Stop;
  /** The pager reads the whole file before it shows the start. */
  readonly isEditor?: true;
};
