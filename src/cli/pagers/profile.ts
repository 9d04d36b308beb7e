/** What is known of a pager: plain data, as JSON has it. */
import type { Stop } from '../../core/types.ts';

export type PagerProfile = {
  /** The arguments that show {file}, read-only. */
  readonly args: readonly string[];
  /** Before them: those that colour it as a {filetype}. */
  readonly coloured?: readonly string[];
  /** The filetypes it has colours for, where any other is an error. */
  readonly languages?: readonly string[];
  /** Before them: those that keep it from colours. */
  readonly plain?: readonly string[];
  readonly stop: Stop;
  /** It reads all of a file before it shows any. */
  readonly isEditor?: true;
};
