/** The width of the user's terminal. */
import { spawnSync } from 'node:child_process';
import { isatty } from 'node:tty';

/** If a terminal does not say its width, as a serial line: that of the VT100. */
const UNSAID = 80;

/**
 * The columns of the terminal `descriptor`; undefined if it is no terminal. By stty(1), because Node would first set
 * O_NONBLOCK on a terminal that Node cannot open again, and the user's shell shares this flag.
 */
export function columnsOf(descriptor: number): number | undefined {
  if (!isatty(descriptor)) return undefined;
  const { stdout } = spawnSync('stty', ['size'], { stdio: [descriptor, 'pipe', 'ignore'] });
  const columns = Number(/^\d+ (\d+)$/m.exec(String(stdout))?.[1] ?? 0);
  return columns === 0 ? UNSAID : columns;
}
