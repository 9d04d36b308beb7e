/** Finds out for --doctor whether ptrace(2) is permitted: by trying, and from the kernel's settings. */
import { spawn } from 'node:child_process';
import type { PtraceFinding, Trial } from '../../cli/doctor/findings.ts';
import { find } from '../process/find.ts';
import { CAP_SYS_PTRACE, hasBit, statusOf, yamaScope } from '../process/status.ts';
import { type Answer, ask } from './ask.ts';

/** The value of Status.seccomp for a filter (proc_pid_status(5)). */
const FILTER = 2;

/** Run strace once on a program and once on a process, and read the settings that explain a refusal. Never rejects. */
export async function ptrace(): Promise<PtraceFinding> {
  const status = statusOf('self');
  const has = (capabilities = 0n): boolean => hasBit(capabilities, CAP_SYS_PTRACE);
  const isThere = (program: string): boolean => find(program, process.env['PATH']) === 'executable';
  const [launch, attach] = await Promise.all(
    isThere('strace') && isThere('true') && isThere('cat')
      ? [tryLaunch('strace'), tryAttach('strace')]
      : [untried, untried],
  );
  return {
    launch,
    attach,
    scope: yamaScope(),
    capability: has(status?.effective)
      ? 'effective'
      : has(status?.bounding)
        ? 'obtainable'
        : 'barred',
    isFiltered: status?.seccomp === FILTER,
    tracer: status?.tracer ?? 0,
  };
}

const untried: Trial = { is: 'untried' };

/** Trace a program that the tracer starts. */
const tryLaunch = async (tracer: string): Promise<Trial> =>
  trialOf(await ask([tracer, '-o', '/dev/null', 'true']));

/** Attach to a process. The process is our child, not the tracer's: yama allows a tracer its own descendants. */
async function tryAttach(tracer: string): Promise<Trial> {
  const target = spawn('cat', { stdio: ['pipe', 'ignore', 'ignore'] });
  target.once('error', () => undefined);
  target.stdin.on('error', () => undefined);
  try {
    return trialOf(
      await ask([tracer, '-o', '/dev/null', '-p', String(target.pid)], process.env, (text) => {
        if (text.includes('attached')) target.stdin.end();
      }),
    );
  } finally {
    target.kill('SIGKILL');
  }
}

/** What strace's answer means. Its last line about ptrace says what was refused; the earlier ones are its own tests. */
function trialOf(answer: Answer): Trial {
  if (answer.is === 'hung') return answer;
  if (answer.status === 0) return { is: 'allowed' };
  const lines = answer.text.trim().split('\n');
  return {
    is: 'refused',
    words: lines.findLast((line) => /ptrace/i.test(line)) ?? lines.at(-1) ?? '',
  };
}
