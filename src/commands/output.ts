/** How the output of a command looks. */
import { type Layout, layoutFor } from '../cli/layout.ts';
import type { Handover } from '../os/job/launcher.ts';
import { columnsOf } from '../os/screen.ts';

/** The layout for the user's standard output. */
export const layoutOf = ({ stdio }: Handover): Layout =>
  layoutFor(process.env, columnsOf(stdio[1]));
