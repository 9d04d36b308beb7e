/** --doctor: what has been found out about the place vimtrace runs in, judged. */

import type { SignalName } from '../../core/types.ts';
import type { Choice } from '../pagers/choose.ts';
import { bad, type Check, note, ok } from './check.ts';
import type { Findings, Program, ShFinding, TerminalFinding } from './findings.ts';
import { judgeConfig, judgeState } from './places.ts';
import { judgePtrace } from './ptrace.ts';

/** All checks, in the order in which a run needs what they check. `choice` is the pager in use. */
export function judge(findings: Findings, choice: Choice, isPagingOff: boolean): readonly Check[] {
  return [
    // Another Node does not come as far as this.
    ok('node', `${findings.node.version}, ${findings.node.path}`),
    judgeSh(findings.sh),
    judgeTerminal(findings.terminal),
    judgeForeground(findings.terminal),
    judgeSignals(findings.ignored),
    ...judgePtrace(findings.ptrace),
    judgeTracers(findings.tracers),
    judgePager(choice, isPagingOff),
    ok('pagers', list(findings.pagers) || 'none that vimtrace knows'),
    judgeState(findings.state),
    judgeConfig(findings.config),
  ];
}

function judgeSh({ command, isDefault, kind, trial }: ShFinding): Check {
  const sh = `${command}${command.endsWith(kind) ? '' : ` is ${kind}`}${isDefault ? '' : ', set by $VIMTRACE_SH'}`;
  const mend = isDefault
    ? 'set VIMTRACE_SH to a dash, bash or busybox sh'
    : 'unset VIMTRACE_SH, or set it to a dash, bash or busybox sh';
  switch (trial) {
    case 'works':
      return ok('sh', `${sh}: its jobs stop and go on`);
    case 'fails':
    case 'hung':
      return bad('sh', `${sh}: a job of its -m does not stop and go on`, mend);
    case 'missing':
      return bad('sh', `${sh}: not found, or not executable`, mend);
    case 'untried':
      return ['dash', 'bash', 'busybox'].includes(kind)
        ? ok('sh', `${sh}, which does; not tried, for want of script(1)`)
        : note('sh', `${sh}: not tried, for want of script(1)`, mend);
  }
}

function judgeTerminal({ ownership, device, ...finding }: TerminalFinding): Check {
  const { type } = finding;
  if (ownership === 'gone')
    return note(
      'terminal',
      'none: nothing is paged',
      'start vimtrace in a terminal, over ssh with -t',
    );
  if (!finding.isStandardError)
    return note(
      'terminal',
      `${device}, but standard error is not there: nothing is paged`,
      'do not redirect standard error',
    );
  if (type === undefined || type === '' || type === 'dumb')
    return note(
      'terminal',
      `${device}, TERM ${type ? `is ${type}` : 'is not set'}: a pager can hardly draw`,
      'set TERM to what the terminal is, xterm-256color for one',
    );
  if (finding.isTypeKnown === false)
    return note(
      'terminal',
      `${device}, TERM is ${type}, of which terminfo knows nothing`,
      'install its entry (Debian: ncurses-term), or set another TERM',
    );
  return ok('terminal', `${device}, TERM is ${type}`);
}

function judgeForeground({ ownership }: TerminalFinding): Check {
  const about = 'foreground';
  switch (ownership) {
    case 'foreground':
      return ok(about, 'this process group has the terminal');
    case 'background':
      return note(about, 'another process group has the terminal: a pager waits for it', 'fg');
    case 'orphaned':
      return note(
        about,
        'another process group has the terminal, and no shell could say fg: the trace is printed',
        'start vimtrace as a job of a shell',
      );
    case 'gone':
      return note(about, 'there is no terminal to have');
  }
}

function judgeSignals(ignored: readonly SignalName[]): Check {
  if (ignored.length === 0) return ok('signals', 'none is ignored');
  const meanings = ignored.map((signal) => `${signal}: ${meaningOf(signal)}`);
  return note('signals', `ignored from the start: ${meanings.join('; ')}`, mendOf(ignored));
}

function meaningOf(signal: SignalName): string {
  switch (signal) {
    case 'SIGHUP':
      return 'a hangup keeps tracing';
    case 'SIGINT':
      return '^C ends nothing';
    case 'SIGQUIT':
      return '^\\ ends nothing';
    case 'SIGTSTP':
      return '^Z stops nothing';
    case 'SIGTERM':
      return 'kill ends nothing';
    default:
      return 'ignored by tracer and program';
  }
}

const mendOf = (ignored: readonly SignalName[]): string =>
  ignored.every((signal) => signal === 'SIGHUP')
    ? 'without nohup a hangup ends it'
    : "if that is not meant, look for trap '' in what starts vimtrace";

function judgeTracers(found: readonly Program[]): Check {
  return found.length === 0
    ? bad('tracers', 'none', 'install one (Debian: apt-get install strace)')
    : ok('tracers', list(found));
}

function judgePager(choice: Choice, isPagingOff: boolean): Check {
  switch (choice.kind) {
    case 'pager':
      return ok(
        'pager',
        `${choice.pager.command}, ${choice.pager.origin === 'the default' ? 'the default' : `set by ${choice.pager.origin}`}`,
      );
    case 'missing':
      return bad(
        'pager',
        `${choice.pager.command}, set by ${choice.pager.origin}: ${choice.program} is not found`,
        'install it, or set another',
      );
    case 'none':
      return isPagingOff
        ? note(
            'pager',
            'none, as it was asked for: nothing is paged',
            'unset VIMTRACE_PAGER and PAGER',
          )
        : bad('pager', 'none: nothing is paged', 'install one (Debian: apt-get install vim)');
  }
}

const list = (programs: readonly Program[]): string => programs.map(inWords).join(', ');

function inWords({ name, version }: Program): string {
  switch (version.is) {
    case 'known':
      return `${name} ${version.text}`;
    case 'unknown':
      return name;
    case 'hung':
      return `${name} (gives no answer)`;
  }
}
