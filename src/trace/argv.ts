/** The words of a program that was executed. */
import { parts } from './scan.ts';
import { quoted } from './text.ts';

/** The words of an execve's second argument, `["ls", "-l"]`. */
export function argvOf(executed: string): readonly string[] {
  const all = parts(executed);
  const list = all.find((arg) => arg.startsWith('[')) ?? '';
  const argv = parts(list.slice(1, -1)).flatMap((arg) => {
    const word = quoted(arg);
    if (word === undefined) return arg === '...' ? ['…'] : [];
    return [word.isCut ? `${word.text}…` : word.text];
  });
  const path = quoted(all.find((arg) => arg.startsWith('"')));
  return argv.length > 0 || path === undefined ? argv : [path.text];
}
