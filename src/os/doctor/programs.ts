/** Which programs there are, and their versions. */
import type { Program } from '../../cli/doctor/findings.ts';
import { find } from '../process/find.ts';
import { ask } from './ask.ts';

/** Those of `names` that are in PATH, with what they answer to --version. */
export async function programs(names: readonly string[]): Promise<readonly Program[]> {
  const found: Program[] = [];
  // One after another: all at once, some thirty, each would wait for the others' disk and processor.
  for (const name of names)
    if (find(name, process.env['PATH']) === 'executable')
      found.push({ name, version: await versionOf(name) });
  return found;
}

async function versionOf(name: string): Promise<Program['version']> {
  const answer = await ask([name, '--version']);
  if (answer.is === 'hung') return answer;
  // Some say it and fail, as most(1) does; others fail and say a number of something else.
  const [line = ''] = answer.text.trimStart().split('\n');
  const isSaid = answer.status === 0 || / version /i.test(line);
  const text = (/\d+(?:\.\d+)+/.exec(line) ?? /\b\d+\b/.exec(line))?.[0];
  return isSaid && text !== undefined ? { is: 'known', text } : { is: 'unknown' };
}
