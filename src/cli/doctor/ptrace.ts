/** The doctor's checks of the permission to trace (ptrace(2), "Ptrace access mode checking"). */

import { bad, type Check, note, ok } from './check.ts';
import type { PtraceFinding } from './findings.ts';

/** Why tracing is refused, and the remedy. */
type Cause = { readonly reason: string; readonly fix: string };

const inContainer = 'start the container with --cap-add=SYS_PTRACE';

/** `tracers` are the installed tracers. ltrace -p needs the permission of strace -p, so ltrace is not tried. */
export function judgePtrace(finding: PtraceFinding, tracers: readonly string[]): readonly Check[] {
  return [
    launching(finding),
    attaching(finding, tracers.includes('ltrace') ? 'strace -p and ltrace -p' : 'strace -p'),
  ];
}

function launching(finding: PtraceFinding): Check {
  const forbidden = scopeForbids(finding);
  switch (finding.launch.is) {
    case 'allowed':
      return ok('ptrace', 'strace may trace the programs that it starts');
    case 'hung':
      return bad(
        'ptrace',
        'strace true does not end',
        'run strace true by hand, and find out what it waits for',
      );
    case 'untried':
      return forbidden === undefined
        ? note('ptrace', 'not tried: strace is not installed', 'install strace')
        : bad('ptrace', `refused: ${forbidden.reason}`, forbidden.fix);
    case 'refused': {
      const { reason, fix } = forbidden ?? cause(finding, finding.launch.words);
      return bad('ptrace', `strace is refused: ${reason}`, fix);
    }
  }
}

function attaching(finding: PtraceFinding, tracers: string): Check {
  switch (finding.attach.is) {
    case 'allowed':
      return ok(
        'attach',
        finding.capability === 'effective'
          ? `${tracers} may attach to every process`
          : `${tracers} may attach to your own processes`,
      );
    case 'hung':
      return note('attach', 'strace -p has attached and does not end');
    case 'untried':
      return note('attach', 'not tried');
    case 'refused': {
      if (finding.launch.is === 'refused') return note('attach', 'strace -p is refused as well');
      const { reason, fix } = forbiddenToAttach(finding) ?? cause(finding, finding.attach.words);
      return note('attach', `strace -p is refused: ${reason}`, fix);
    }
  }
}

/** Whether yama forbids tracing: scope 2 to every tracer without CAP_SYS_PTRACE, scope 3 to all tracers. */
function scopeForbids({ scope, capability }: PtraceFinding): Cause | undefined {
  if (scope === 3)
    return {
      reason: 'kernel.yama.ptrace_scope is 3, so nobody may trace until the next boot',
      fix: 'set it to 1 in /etc/sysctl.d, and reboot',
    };
  return scope === 2 && capability !== 'effective' ? needsRoot(2, 1, capability) : undefined;
}

function forbiddenToAttach(finding: PtraceFinding): Cause | undefined {
  const { scope, capability } = finding;
  return scope === 1 && capability !== 'effective'
    ? needsRoot(1, 0, capability)
    : scopeForbids(finding);
}

function needsRoot(scope: number, enough: number, capability: PtraceFinding['capability']): Cause {
  return {
    reason: `kernel.yama.ptrace_scope is ${scope}`,
    fix:
      capability === 'barred'
        ? inContainer
        : `use sudo strace, or run sysctl kernel.yama.ptrace_scope=${enough}`,
  };
}

function cause({ tracer, isFiltered }: PtraceFinding, words: string): Cause {
  if (tracer !== 0)
    return {
      reason: `process ${tracer} traces vimtrace itself`,
      fix: `run vimtrace outside process ${tracer}`,
    };
  if (isFiltered)
    return {
      reason: 'a seccomp filter is in force, as in containers',
      fix: `${inContainer} or --security-opt seccomp=unconfined`,
    };
  return {
    reason: words.replace(/^strace: /, ''),
    fix: 'look for AppArmor or SELinux in the output of journalctl -k',
  };
}
