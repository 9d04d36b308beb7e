/** --init: what a shell is to eval, its completion and the aliases of the tracers at hand. */
import { readFileSync, realpathSync } from 'node:fs';
import { aliases, completionFile, type ShellName } from '../cli/shells.ts';
import { find, located } from '../os/process/find.ts';

/** `root` is the package's directory. */
export function init(shell: ShellName, root: string): string {
  const exists = (tracer: string): boolean => find(tracer, process.env['PATH']) === 'executable';
  const completion = readFileSync(`${root}/completions/${completionFile[shell]}`, 'utf8');
  return aliases(shell, outsidePath(`${root}/bin`), exists) + completion;
}

/** `directory`, unless the vimtrace that PATH leads to is the one in it. */
function outsidePath(directory: string): string | undefined {
  const first = located('vimtrace', process.env['PATH']);
  const isFirst =
    first !== undefined && realpathSync(first) === realpathSync(`${directory}/vimtrace`);
  return isFirst ? undefined : realpathSync(directory);
}
