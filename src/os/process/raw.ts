/** Starts a command with arguments that are no UTF-8. Node puts U+FFFD for their bytes, and would pass that on. */
import { readFileSync } from 'node:fs';

const UNREADABLE = '\uFFFD';

/**
 * An argv that runs `argv` with its original bytes: those of our own arguments that read the same.
 * `argv` itself if every word is UTF-8. `shDirectory` is the directory of raw.sh. Throws like open(2).
 */
export function bytewise(argv: readonly string[], shDirectory: string): readonly string[] {
  if (!argv.some((word) => word.includes(UNREADABLE))) return argv;
  const originals = ownArguments();
  const bytes = argv.map((word) => {
    // Different bytes can read the same. Both lists have the same order, so take each original once.
    const index = originals.findIndex((original) => original.toString() === word);
    return originals.splice(index, index === -1 ? 0 : 1)[0] ?? Buffer.from(word);
  });
  return ['/bin/sh', `${shDirectory}/raw.sh`, ...bytes.map(escaped)];
}

/** The bytes of our own arguments (proc_pid_cmdline(5)): words that each end with a NUL. */
function ownArguments(): Buffer[] {
  const line = readFileSync('/proc/self/cmdline');
  const words: Buffer[] = [];
  for (let start = 0, end = line.indexOf(0); end !== -1; end = line.indexOf(0, start)) {
    words.push(line.subarray(start, end));
    start = end + 1;
  }
  return words;
}

/** The bytes of `word` as printf(1) reads them for %b: \0 and three octal digits each. */
const escaped = (word: Buffer): string =>
  [...word].map((byte) => `\\0${byte.toString(8).padStart(3, '0')}`).join('');
