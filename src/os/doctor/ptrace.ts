/** Whether a tracer may trace: tried, and what the kernel says about it. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { PtraceFinding, Trial } from '../../cli/doctor/findings.ts';
import { find } from '../process/find.ts';
import { type Answer, ask } from './ask.ts';

/** CAP_SYS_PTRACE, <linux/capability.h>. */
const SYS_PTRACE = 19n;
/** proc_pid_status(5): 0 none, 1 strict, 2 a filter. */
const FILTER = '2';

export async function ptrace(): Promise<PtraceFinding> {
  const status = contents('/proc/self/status') ?? '';
  const field = (name: string): string =>
    new RegExp(`^${name}:\\s*(\\w+)$`, 'm').exec(status)?.[1] ?? '0';
  const has = (name: string): boolean => ((BigInt(`0x${field(name)}`) >> SYS_PTRACE) & 1n) === 1n;
  const scope = contents('/proc/sys/kernel/yama/ptrace_scope');
  const isThere = (program: string): boolean => find(program, process.env['PATH']) === 'executable';
  const [launch, attach] = await Promise.all(
    isThere('strace') && isThere('true') && isThere('cat')
      ? [tryLaunch('strace'), tryAttach('strace')]
      : [untried, untried],
  );
  return {
    launch,
    attach,
    scope: scope === undefined ? undefined : Number(scope),
    capability: has('CapEff') ? 'effective' : has('CapBnd') ? 'obtainable' : 'barred',
    isFiltered: field('Seccomp') === FILTER,
    tracer: Number(field('TracerPid')),
  };
}

const untried: Trial = { is: 'untried' };

const tryLaunch = async (tracer: string): Promise<Trial> =>
  trialOf(await ask([tracer, '-o', '/dev/null', 'true']));

/** The process to attach to is our child, not strace's: yama makes a difference between the two. */
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

/** strace's last line says what was refused; those before it are of its own trials. */
function trialOf(answer: Answer): Trial {
  if (answer.is === 'hung') return answer;
  if (answer.status === 0) return { is: 'allowed' };
  const lines = answer.text.trim().split('\n');
  return {
    is: 'refused',
    words: lines.findLast((line) => /ptrace/i.test(line)) ?? lines.at(-1) ?? '',
  };
}

function contents(file: string): string | undefined {
  try {
    return readFileSync(file, 'latin1').trim();
  } catch {
    return undefined;
  }
}
