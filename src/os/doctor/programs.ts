/** Finds out which programs are installed, and their versions. */
import type { Program } from '../../cli/doctor/findings.ts';
import { find } from '../process/find.ts';
import { isForeign } from '../trace/state.ts';
import { ask } from './ask.ts';

/** The programs of `names` that are in PATH, each with its version, from its answer to --version. */
export async function programs(names: readonly string[]): Promise<readonly Program[]> {
  const found: Program[] = [];
  // One after another: thirty at once would make each other late, and a late answer counts as none.
  for (const name of names)
    if (find(name, process.env['PATH']) === 'executable')
      found.push({ name, version: await versionOf(name) });
  return found;
}

/**
 * Our environment; without a home if we are root and HOME is another user's. Some programs make files at every start,
 * as lnav makes ~/.lnav, and the user could not write to those of root. Below /dev/null nothing can be made.
 */
function environment(): NodeJS.ProcessEnv {
  const { env } = process;
  if (!isForeign(env['HOME'] || '/')) return env;
  const own = Object.entries(env).filter(([name]) => !name.startsWith('XDG_'));
  return { ...Object.fromEntries(own), HOME: '/dev/null' };
}

async function versionOf(name: string): Promise<Program['version']> {
  const answer = await ask([name, '--version'], environment());
  if (answer.is === 'hung') return answer;
  // most(1) prints its version and fails. Other programs fail and print a number that is no version.
  const [line = ''] = answer.text.trimStart().split('\n');
  const isVersion = answer.status === 0 || / version /i.test(line);
  const text = (/\d+(?:\.\d+)+/.exec(line) ?? /\b\d+\b/.exec(line))?.[0];
  return isVersion && text !== undefined ? { is: 'known', text } : { is: 'unknown' };
}
