/** The tables of options with a value, compared with getopt_long(3) in the installed tracers. */
import { execaSync } from 'execa';
import { describe, expect, it } from 'vitest';
import { tracing } from '../../../../src/cli/tracers/wrappers.ts';

/** Every option that the tool's help names. */
function optionsOf(tool: string): readonly string[] {
  const { all: text } = execaSync(tool, ['--help'], { all: true, reject: false });
  const long = text.match(/(?<![\w-])--[a-z][a-z-]*\w/g) ?? [];
  const short = [...text.matchAll(/^ +(?:.*, )?-([A-Za-z])(?=[ ,\n])/gm)].map(
    ([, letter]) => `-${letter}`,
  );
  const grouped = (/\[-([A-Za-z]{4,})\]/.exec(text)?.[1] ?? '')
    .split('')
    .map((letter) => `-${letter}`);
  const bracketed = [...text.matchAll(/[[{ ]-([A-Za-z]) [A-Zb]/g)].map(
    ([, letter]) => `-${letter}`,
  );
  return [...new Set([...long, ...short, ...grouped, ...bracketed])].filter(
    (name) => name !== '--',
  );
}

/** getopt(3) complains when the value is missing; nothing is traced, as there is no program. */
function takesValue(tool: string, option: string): boolean {
  const { stderr } = execaSync(tool, [option], {
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    extendEnv: false,
    reject: false,
  });
  return stderr.includes('requires an argument');
}

/** Where the option takes a word as its value, -o is that value, and no option of the tracer's. */
const takesWord = (tool: string, option: string): boolean =>
  tracing(tool, [option, '-o', 'prog']).by === 'option';

const isUntouched = (option: string): boolean => /^(-[ohV]|--(output|help|version))$/.test(option);

describe.each(['strace', 'ltrace'])('%s', (tool) => {
  const options = optionsOf(tool).filter((option) => !isUntouched(option));

  it('names its options in its help', () => {
    expect(options.length).toBeGreaterThan(tool === 'strace' ? 60 : 20);
    expect(options).toContain('-s');
  });

  it.each(options)('%s', (option) => {
    expect([option, takesWord(tool, option)]).toEqual([option, takesValue(tool, option)]);
  });
});
