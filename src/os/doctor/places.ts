/** Examines the state directory for --doctor, and changes nothing. */
import { accessSync, constants, lstatSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { StateFinding } from '../../cli/doctor/findings.ts';
import { keptTraces } from '../trace/kept.ts';
import { isForeign } from '../trace/state.ts';

/** The state of `path`, the state directory, or of none if the environment names none. Throws like statfs(2). */
export function lookAtState(path: string | undefined): StateFinding {
  if (path === undefined) return { is: 'nowhere' };
  const stats = lstatOf(path);
  if (typeof stats === 'string') return { is: 'absent', path, obstacle: stats };
  if (stats === undefined) {
    const obstacle = isForeign(dirname(path)) ? 'foreign' : obstacleTo(dirname(path));
    return { is: 'absent', path, obstacle };
  }
  if (stats.isSymbolicLink()) return { is: 'link', path };
  if (!stats.isDirectory()) return { is: 'file', path };
  if (stats.uid !== process.geteuid?.()) return { is: 'foreign', path, owner: stats.uid };
  const mode = stats.mode & 0o7777;
  if (denied(path, constants.W_OK | constants.X_OK) !== undefined)
    return { is: 'unwritable', path, mode };
  const { bavail, bsize } = statfsSync(path);
  return { is: 'own', path, mode, free: bavail * bsize, kept: keptTraces(path).length };
}

/** The error of creating an entry in `directory`, or in its nearest parent that exists; undefined if that is allowed. */
function obstacleTo(directory: string): string | undefined {
  const obstacle = denied(`${directory}/.`, constants.W_OK | constants.X_OK);
  return obstacle === 'ENOENT' && directory !== '/' ? obstacleTo(dirname(directory)) : obstacle;
}

/** The code of the error of access(2), such as EACCES (errno(3)); undefined if `access` is allowed. */
function denied(path: string, access: number): string | undefined {
  try {
    accessSync(path, access);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'EIO';
  }
}

/** The result of lstat(2): undefined if nothing is there, the code of the error if lstat(2) fails. */
function lstatOf(path: string) {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'EIO';
  }
}
