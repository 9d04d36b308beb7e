/** Measures the time from the shell's fork to the traced program's execve, against a bare Node that spawns strace. */
import { readFileSync, writeFileSync } from 'node:fs';
import { difference, interleaved } from '../figures.mjs';
import { PROMPT } from '../terminal.mjs';

export async function firstInstruction({ place, terminal, quick }) {
  const file = place.at('work/trace');
  const before = place.at('work/before');
  // A pager that copies the trace: with --output, vimtrace would do less than it does for vim.
  writeFileSync(place.at('bin/copy'), `#!/bin/sh\nexec cat >${file}\n`, { mode: 0o755 });
  const way = (line) => async () => {
    await terminal.run(`echo $EPOCHREALTIME >${before}; ${line}`, PROMPT);
    return (
      (parseFloat(readFileSync(file, 'latin1')) - parseFloat(readFileSync(before, 'latin1'))) * 1000
    );
  };
  const spawn = `require('child_process').spawn('strace',['-ttt','-o','${file}','true'],{stdio:'inherit'})`;
  const { ours, node, bare } = await interleaved(quick ? 15 : 40, {
    ours: way('VIMTRACE_PAGER=copy vimtrace strace -ttt true'),
    node: way(`node -e "${spawn}"`),
    bare: way(`strace -ttt -o ${file} true`),
  });
  return [
    difference('first instruction, against a bare Node', 'ms', ours, node, 4),
    difference('first instruction, against strace -o', 'ms', ours, bare),
  ];
}
