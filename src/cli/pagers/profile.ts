/** The profile of a pager: plain data, so that a user can write one as JSON. */
import type { Stop } from '../../core/types.ts';

export type PagerProfile = {
  /** The arguments that show {file}, read-only. */
  readonly args: readonly string[];
  /** Arguments before `args` that colour the trace as a {filetype}. */
  readonly coloured?: readonly string[];
  /** The filetypes that the pager can colour, if any other filetype is an error. */
  readonly languages?: readonly string[];
  /** Arguments before `args` that turn colours off. */
  readonly plain?: readonly string[];
  readonly stop: Stop;
  /** The pager reads the whole file before it shows the start. */
  readonly isEditor?: true;
};
