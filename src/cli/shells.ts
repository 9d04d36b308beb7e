/** The value of --init: a shell, and perhaps the tracers that get an alias there. src/sh/init.sh has the code. */

export const shellNames = ['zsh', 'bash', 'fish'] as const;

/** What is wrong with `value`, SHELL or SHELL:TRACER,TRACER…; undefined if nothing is. */
export function faultInInit(value: string): string | undefined {
  const [shell = '', list = ''] = value.split(/:(.*)/s);
  if (!shellNames.some((name) => name === shell))
    return `--init must be ${shellNames.slice(0, -1).join(', ')} or ${shellNames.at(-1)}, not ${shell}`;
  const wrong = list.split(',').find((tracer) => !/^(?:[\w.+][\w.+-]*)?$/.test(tracer));
  return wrong === undefined ? undefined : `--init: ${wrong} is not the name of a tracer`;
}
