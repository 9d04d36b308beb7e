/** The doctor's checks of the tracers that need other rights than ptrace(2): perf, bpftrace, tcpdump. */
import { type Check, note, ok } from './check.ts';
import type { RightsFinding } from './findings.ts';

export function judgeRights({ tracer, to, trial, isRoot }: RightsFinding): Check {
  switch (trial) {
    case 'allowed':
      return ok(tracer, `may ${to}`);
    case 'refused':
      return isRoot
        ? note(
            tracer,
            `root may not ${to} here`,
            `give the container the capabilities that ${tracer} needs`,
          )
        : note(tracer, `only root may ${to}`, `use sudo ${tracer}`);
    case 'hung':
      return note(tracer, `a trial to ${to} does not end`);
    case 'failed':
      return note(tracer, `a trial to ${to} fails`, `run ${tracer} by hand, and read its message`);
  }
}
