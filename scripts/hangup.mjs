// Generates docs/HANGUP.md from the tables of the conformance test. With --check, says whether it is stale.
import { generate, load } from './generated.mjs';

const row = (cells) => `| ${cells.join(' | ')} |`;
const table = (head, rows) => [head, head.map(() => '---'), ...rows].map(row).join('\n');

/** Makes "HUP shell" of "SIGHUP by the shell", because five shells must stand side by side. */
const short = (sent) => sent.replace(/^SIG/, '').replace(' by the', '');

function cell(sent) {
  if (sent === undefined) return 'no such job';
  return sent.length === 0 ? 'nothing' : sent.map(short).join(', ');
}

function render({ shells, hangup, exit, survivors }) {
  const sent = (kinds) =>
    table(
      ['', ...shells],
      Object.entries(kinds).map(([who, per]) => [who, ...shells.map((shell) => cell(per[shell]))]),
    );
  const returned = Object.entries(survivors).map(([call, result]) => [
    call,
    result === '0' ? '0: end of file' : result,
  ]);
  return `# When a terminal vanishes

A terminal vanishes when the master of its pty closes: the connection is lost, or the user closes the
terminal's window. Meanwhile the shell waits for a job in the foreground. This table shows which signals each
process is sent, and whether the kernel or the shell sends them:

${sent(hangup)}

- The kernel sends SIGHUP and SIGCONT to the session leader, the shell. When the session leader ends, the
  kernel sends both to the foreground process group. The kernel also sends both to each stopped group that
  this end makes orphaned.
- The shell sends its own signals before the shell ends. dash has no handler: dash dies of the first signal,
  and sends none.
- A signal is lost if another signal of its kind is still pending. So a job in the foreground is sent two
  SIGHUPs, and sees one or two.
- dash and mksh cannot disown a job.
- A job under nohup is sent the same signals, and ignores SIGHUP.
- bash tells a stopped job twice: by SIGHUP because of the hangup, and by SIGTERM because bash exits.

A process that survives gets these results from system calls on that terminal, in every shell and in every
session:

${table(['call', 'returns'], returned)}

In the next table the terminal stays, and the user types \`exit\`:

${sent(exit)}

\`test/conformance/hangup.test.ts\` measures each signal with its sender. \`npm run docs\` generates this file
from \`test/conformance/hangup-table.ts\`. To change a table, change that file.
`;
}

const source = 'test/conformance/hangup-table.ts';
const measured = await load(source);
generate('docs/HANGUP.md', source, () => render(measured));
