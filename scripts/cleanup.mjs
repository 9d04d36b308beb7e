// Gives a run a directory, and removes the directory and the processes of the run at its end, ^C and SIGTERM included.
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onExit } from 'signal-exit';

/** How long a process may take to end after its SIGKILL, in milliseconds. */
const PATIENCE = 30_000;
const PAUSE = 5;

// npm repeats each signal that it gets, so ^C arrives twice. signal-exit removes its listeners before it calls
// back, and the second signal would kill this process in the middle of the cleanup. So these listeners stay until
// process.exit() has cleaned up. Then the process dies from the signal that it got.
let received;
for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    received ??= signal;
    process.exit();
  });
onExit(
  () => {
    if (received === undefined) return;
    process.removeAllListeners(received);
    process.kill(process.pid, received);
  },
  { alwaysLast: true },
);

/**
 * A new directory, whose name begins with `prefix`. When this process ends, it kills each process of the run,
 * and then removes the directory. A process belongs to the run if this process is its ancestor, if its TMPDIR
 * is in the directory, or if the leader of its session belongs to the run.
 */
export function runDirectory(prefix) {
  const directory = mkdtempSync(join(tmpdir(), prefix));
  // Some tests run a command as another user.
  chmodSync(directory, 0o755);
  onExit(() => remove(directory));
  return directory;
}

function remove(directory) {
  const limit = performance.now() + PATIENCE;
  const clock = new Int32Array(new SharedArrayBuffer(4));
  for (let left = processesOf(directory); left.length > 0; left = processesOf(directory)) {
    left.forEach(kill);
    if (performance.now() > limit) {
      console.error(`vimtrace: cannot end the processes ${left.join(', ')}`);
      break;
    }
    Atomics.wait(clock, 0, 0, PAUSE);
  }
  rmSync(directory, { recursive: true, force: true });
}

function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Ended meanwhile.
  }
}

/** The process IDs of a run. TMPDIR tells which orphans belong to it. */
function processesOf(directory) {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => processAt(Number(name)) ?? []);
  const ours = new Set([process.pid]);
  for (const { pid } of all) if (temporaryOf(pid).startsWith(directory)) ours.add(pid);
  for (let size = 0; size !== ours.size; ) {
    size = ours.size;
    for (const each of all) if (ours.has(each.parent) || ours.has(each.session)) ours.add(each.pid);
  }
  ours.delete(process.pid);
  return all.filter(({ pid, state }) => ours.has(pid) && state !== 'Z').map(({ pid }) => pid);
}

/** State, parent and session of a process (proc_pid_stat(5)). */
function processAt(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const [state, parent, , session] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { pid, state, parent: Number(parent), session: Number(session) };
  } catch {
    return undefined;
  }
}

/** The TMPDIR that a process was started with; empty for a process of another user. */
function temporaryOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/environ`, 'latin1');
    return /(?:^|\0)TMPDIR=([^\0]*)/.exec(text)?.[1] ?? '';
  } catch {
    return '';
  }
}
