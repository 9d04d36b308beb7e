/** --init: prints shell code to eval: the completion, and an alias for each installed tracer. */
import { readFileSync, realpathSync } from 'node:fs';
import { aliases, completionFile, type ShellName } from '../cli/shells.ts';
import { find, located } from '../os/process/find.ts';

/** The code for `shell`; `root` is the package's directory. Throws if the completion there cannot be read. */
export function init(shell: ShellName, root: string): string {
  const exists = (tracer: string): boolean => find(tracer, process.env['PATH']) === 'executable';
  const completion = readFileSync(`${root}/completions/${completionFile[shell]}`, 'utf8');
  return aliases(shell, outsidePath(`${root}/bin`), exists) + completion;
}

/** `directory`, for the aliases to name it; undefined if PATH finds the same vimtrace without it. */
function outsidePath(directory: string): string | undefined {
  const first = located('vimtrace', process.env['PATH']);
  const isFirst =
    first !== undefined && realpathSync(first) === realpathSync(`${directory}/vimtrace`);
  return isFirst ? undefined : realpathSync(directory);
}
