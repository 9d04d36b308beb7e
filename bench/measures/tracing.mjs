/** Measures how long the traced program runs, by the first and the last time in its trace: start-up does not count. */
import { readFileSync } from 'node:fs';
import { interleaved, ratio } from '../figures.mjs';
import { PROMPT } from '../terminal.mjs';

const times = (file) => {
  const lines = readFileSync(file, 'latin1').trimEnd().split('\n');
  return (parseFloat(lines.at(-1)) - parseFloat(lines[0])) * 1000;
};

export async function tracing({ place, terminal, quick }) {
  const file = place.at('work/trace');
  const program = 'dd if=/dev/zero of=/dev/null bs=1 count=10000 status=none';
  const way = (line) => async () => {
    await terminal.run(line, PROMPT);
    return times(file);
  };
  const { ours, bare } = await interleaved(quick ? 5 : 15, {
    ours: way(`vimtrace -o ${file} -p true strace -ttt ${program}`),
    bare: way(`strace -ttt -o ${file} ${program}`),
  });
  return [ratio('traced program, against strace -o', 'ms', ours, bare, 1.02)];
}
