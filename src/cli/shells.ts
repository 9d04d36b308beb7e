/** The value of --init: vim, or a shell and perhaps the tracers that get an alias there. src/sh/init.sh has the code. */

export const initNames = ['zsh', 'bash', 'fish', 'vim'] as const;

/** What is wrong with `value`: SHELL, SHELL:TRACER,TRACER… or vim; undefined if nothing is. */
export function faultInInit(value: string): string | undefined {
  const [shell = '', list] = value.split(/:(.*)/s);
  if (!initNames.some((name) => name === shell) || (shell === 'vim' && list !== undefined))
    return `--init must be ${initNames.slice(0, -1).join(', ')} or ${initNames.at(-1)}, not ${shell === 'vim' ? value : shell}`;
  const wrong = (list ?? '').split(',').find((tracer) => !/^(?:[\w.+][\w.+-]*)?$/.test(tracer));
  return wrong === undefined ? undefined : `--init: ${wrong} is not the name of a tracer`;
}
