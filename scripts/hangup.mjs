// Generates docs/HANGUP.md from what the conformance test measures; with --check, only says whether it is stale.
import { generate, load } from './generated.mjs';

const row = (cells) => `| ${cells.join(' | ')} |`;
const table = (head, rows) => [head, head.map(() => '---'), ...rows].map(row).join('\n');

/** "SIGHUP by the shell" as "HUP shell", as five shells stand side by side. */
const short = (sent) => sent.replace(/^SIG/, '').replace(' by the', '');

function cell(sent) {
  if (sent === undefined) return 'none such';
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

A pty's master is closed: the connection is lost, or the terminal's window closed. Who is sent which signal, by
the kernel or by the shell, while the shell waits for a job in the foreground:

${sent(hangup)}

- The kernel sends SIGHUP and SIGCONT to the session leader, the shell. When the leader ends, it sends both to the
  foreground group, and to each stopped group that is orphaned by that.
- What the shell sends is sent before that. dash has no handler: it dies of the first signal, and sends none.
- A signal that is sent while one of its kind is still pending is lost. So a job in the foreground is sent two
  SIGHUPs, and sees one or two.
- dash and mksh cannot disown a job.
- Under nohup the same is sent, and ignored.
- bash tells what it finds stopped twice: by SIGHUP as a hangup, by SIGTERM as it exits.

What survives finds that a system call on that terminal returns, in every shell and in every session:

${table(['call', 'returns'], returned)}

Nothing vanishes, and the user types \`exit\`:

${sent(exit)}

Measured by \`test/conformance/hangup.test.ts\`, each signal with its sender. Generated from
\`test/conformance/hangup-table.ts\` by \`npm run docs\`; change it there.
`;
}

const source = 'test/conformance/hangup-table.ts';
const measured = await load(source);
generate('docs/HANGUP.md', source, () => render(measured));
