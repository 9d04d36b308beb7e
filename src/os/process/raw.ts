/** Arguments that are no UTF-8: Node has them with U+FFFD for what it cannot read, and so would a child. */
import { readFileSync } from 'node:fs';

const UNREADABLE = '\uFFFD';

/** What runs `argv`, words of which may be our own arguments, with the bytes that those were given with. */
export function bytewise(argv: readonly string[], shDirectory: string): readonly string[] {
  if (!argv.some((word) => word.includes(UNREADABLE))) return argv;
  const left = ownArguments();
  const bytes = argv.map((word) => {
    // Others may read the same: they come in our order.
    const at = left.findIndex((own) => own.toString() === word);
    return left.splice(at, at === -1 ? 0 : 1)[0] ?? Buffer.from(word);
  });
  return ['/bin/sh', `${shDirectory}/raw.sh`, ...bytes.map(escaped)];
}

/** proc_pid_cmdline(5). */
function ownArguments(): Buffer[] {
  const line = readFileSync('/proc/self/cmdline');
  const words: Buffer[] = [];
  for (let start = 0, end = line.indexOf(0); end !== -1; end = line.indexOf(0, start)) {
    words.push(line.subarray(start, end));
    start = end + 1;
  }
  return words;
}

/** As printf(1) takes it for %b: \0 and up to three octal digits. */
const escaped = (word: Buffer): string =>
  [...word].map((byte) => `\\0${byte.toString(8).padStart(3, '0')}`).join('');
