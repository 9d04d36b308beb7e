/** Tries whether a sh can be the monitor, on a terminal that script(1) makes. */
import { realpathSync } from 'node:fs';
import { basename } from 'node:path';
import type { ShFinding } from '../../cli/doctor/findings.ts';
import { find, located } from '../process/find.ts';
import { ask } from './ask.ts';

/**
 * Try `command`, a path or a name in PATH, as the monitor; the user's own terminal is not touched.
 * `shDirectory` is the directory of probe.sh. `kind` is the name of the file behind all symbolic links.
 */
export async function tryMonitor(
  command: string,
  shDirectory: string,
): Promise<Pick<ShFinding, 'kind' | 'trial'>> {
  const path = process.env['PATH'];
  const file = located(command, path);
  if (file === undefined) return { kind: basename(command), trial: 'missing' };
  const kind = basename(realpathSync(file));
  if (find('script', path) !== 'executable') return { kind, trial: 'untried' };
  // A session leader cannot move to another process group (setpgid(2)). The echo after the sh keeps
  // script's own shell as the leader: without a later command, that shell would exec the sh.
  const env = {
    ...process.env,
    SHELL: '/bin/sh',
    vimtrace_sh: file,
    vimtrace_probe: `${shDirectory}/probe.sh`,
  };
  const trial = '"$vimtrace_sh" -m "$vimtrace_probe"; echo over';
  const answer = await ask(['script', '-q', '-c', trial, '/dev/null'], env);
  if (answer.is === 'hung') return { kind, trial: 'hung' };
  const words = answer.text.split(/\s+/);
  return {
    kind,
    trial: words.includes('works') ? 'works' : words.includes('over') ? 'fails' : 'untried',
  };
}
