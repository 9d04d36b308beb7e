/** The directories that vimtrace reads and writes, looked at and left alone. */
import { accessSync, constants, lstatSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { StateFinding } from '../../cli/doctor/findings.ts';
import { keptTraces } from '../trace/kept.ts';

/** What stands at `path`, the state directory, and whether it would be used. */
export function lookAtState(path: string | undefined): StateFinding {
  if (path === undefined) return { is: 'nowhere' };
  const stats = lstatOf(path);
  if (typeof stats === 'string') return { is: 'absent', path, obstacle: stats };
  if (stats === undefined) return { is: 'absent', path, obstacle: obstacleTo(dirname(path)) };
  if (stats.isSymbolicLink()) return { is: 'link', path };
  if (!stats.isDirectory()) return { is: 'file', path };
  if (stats.uid !== process.geteuid?.()) return { is: 'foreign', path, owner: stats.uid };
  const mode = stats.mode & 0o7777;
  if (denied(path, constants.W_OK | constants.X_OK) !== undefined)
    return { is: 'unwritable', path, mode };
  const { bavail, bsize } = statfsSync(path);
  return { is: 'own', path, mode, free: bavail * bsize, kept: keptTraces(path).length };
}

/** Why nothing could be made in `directory`, or in the nearest one above it that exists. */
function obstacleTo(directory: string): string | undefined {
  const obstacle = denied(`${directory}/.`, constants.W_OK | constants.X_OK);
  return obstacle === 'ENOENT' && directory !== '/' ? obstacleTo(dirname(directory)) : obstacle;
}

/** The code of the error (errno(3)), if it is denied. */
function denied(path: string, access: number): string | undefined {
  try {
    accessSync(path, access);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'EIO';
  }
}

/** Undefined where there is nothing; the error's code where that cannot be told. */
function lstatOf(path: string) {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'EIO';
  }
}
