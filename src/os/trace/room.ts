/** Finds out whether a full disk or a quota has cut a trace, by writing a little more beside the trace. */
import { mkdtempSync, realpathSync, rmdirSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** 64 KiB, more than a tracer writes at a time. */
const SAMPLE = 1 << 16;

/**
 * Whether the directory of the trace `path`, behind all symbolic links, has room for 64 KiB more.
 * It writes that much and removes it again, because statfs(2) knows a full disk but no quota.
 * True if nobody can tell, and for anything but a regular file or a directory. Never throws.
 */
export function hasRoom(path: string): boolean {
  let trial: string | undefined;
  try {
    const trace = realpathSync(path);
    const stats = statSync(trace);
    if (!stats.isFile() && !stats.isDirectory()) return true;
    trial = mkdtempSync(`${dirname(trace)}/.vimtrace-`);
    // The flag x follows no symbolic link: the owner of the directory could lead us into another file.
    writeFileSync(`${trial}/room`, Buffer.alloc(SAMPLE), { flag: 'wx' });
    return true;
  } catch (error) {
    // Compare numbers: Node has no name for EDQUOT.
    const { ENOSPC, EDQUOT } = process.getBuiltinModule('node:os').constants.errno;
    return ![-ENOSPC, -EDQUOT].includes((error as NodeJS.ErrnoException).errno ?? 0);
  } finally {
    if (trial !== undefined) remove(trial);
  }
}

/**
 * Remove `directory` and the one file that may be in it, or leave them where nothing can be removed, as after
 * chattr +a: the answer is known by then. Without rmSync, which takes 2 ms at its first call.
 */
function remove(directory: string): void {
  for (const step of [() => unlinkSync(`${directory}/room`), () => rmdirSync(directory)]) {
    try {
      step();
    } catch {
      // No file was made, or a directory that stays: neither changes the answer.
    }
  }
}
