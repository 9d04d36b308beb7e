/** Measures ^Z to the prompt and fg to the redraw, of vimtrace and of vim alone: two jobs of one shell. */
import { difference, interleaved } from '../figures.mjs';
import { PROMPT, RULER } from '../terminal.mjs';

export async function jobControl({ place, terminal, quick }) {
  const file = place.at('work/trace');
  await terminal.run(`strace -o ${file} true`, PROMPT);
  await terminal.run(`vim -R ${file}`, RULER);
  await terminal.settle();
  await terminal.press('\x1a', PROMPT);
  await terminal.run('vimtrace strace true', RULER);
  await terminal.settle();
  await terminal.press('\x1a', PROMPT);
  const way = (job) => async () => {
    const fg = await terminal.run(`fg %${job}`, RULER);
    await terminal.settle();
    const stop = await terminal.press('\x1a', PROMPT);
    return { fg: fg.took, stop: stop.took };
  };
  const { bare, ours } = await interleaved(quick ? 20 : 80, { bare: way(1), ours: way(2) });
  for (const job of [2, 1]) {
    await terminal.run(`fg %${job}`, RULER);
    await terminal.quit();
  }
  const of = (runs, what) => runs.map((run) => run[what]);
  return [
    difference('^Z to prompt, against vim -R F', 'ms', of(ours, 'stop'), of(bare, 'stop'), 1.5),
    difference('fg to redraw, against vim -R F', 'ms', of(ours, 'fg'), of(bare, 'fg'), 1.5),
  ];
}
