/** --doctor: turns findings into checks, each with a verdict. */

import type { SignalName } from '../../core/types.ts';
import { type Choice, isDrawable, isDumb } from '../pagers/choose.ts';
import { bad, type Check, note, ok } from './check.ts';
import type { Findings, Program, ShFinding, TerminalFinding } from './findings.ts';
import { judgeConfig, judgeState, judgeUnknown, judgeVariables } from './places.ts';
import { judgePtrace } from './ptrace.ts';
import { judgeRights } from './rights.ts';

/** All checks, in the order in which a run needs their subjects. `choice`: the pager in use. */
export function judge(findings: Findings, choice: Choice, isPagingOff: boolean): readonly Check[] {
  return [
    // Always ok: a Node that is too old has ended before this check.
    ok('node', `${findings.node.version}, ${findings.node.path}`),
    judgeSh(findings.sh),
    judgeTerminal(findings.terminal, choice),
    judgeForeground(findings.terminal),
    judgeSignals(findings.ignored),
    ...judgePtrace(
      findings.ptrace,
      findings.tracers.map(({ name }) => name),
    ),
    ...findings.rights.map(judgeRights),
    judgeTracers(findings.tracers),
    judgePager(choice, isPagingOff),
    ok('pagers', list(findings.pagers) || 'none that vimtrace knows'),
    judgeState(findings.state),
    judgeConfig(findings.config),
    ...judgeVariables(findings.variables),
    ...judgeUnknown(findings.unknown),
  ];
}

function judgeSh({ command, isDefault, kind, trial }: ShFinding): Check {
  const sh = `${command}${command.endsWith(kind) ? '' : ` is ${kind}`}${isDefault ? '' : ', set by $VIMTRACE_SH'}`;
  const fix = isDefault
    ? 'set VIMTRACE_SH to a dash, bash or busybox sh'
    : 'unset VIMTRACE_SH, or set it to a dash, bash or busybox sh';
  switch (trial) {
    case 'works':
      return ok('sh', `${sh}: its jobs stop and continue`);
    case 'fails':
    case 'hung':
      return bad('sh', `${sh}: with -m, its jobs do not stop and continue`, fix);
    case 'missing':
      return bad('sh', `${sh}: not found, or not executable`, fix);
    case 'untried':
      return ['dash', 'bash', 'busybox'].includes(kind)
        ? ok('sh', `${sh}: known to work; not tried, because script(1) is missing`)
        : note('sh', `${sh}: not tried, because script(1) is missing`, fix);
  }
}

function judgeTerminal({ ownership, device, ...finding }: TerminalFinding, choice: Choice): Check {
  const { type } = finding;
  if (ownership === 'gone')
    return note(
      'terminal',
      'none: no pager opens',
      'start vimtrace in a terminal; over ssh, use ssh -t',
    );
  if (!finding.isStandardError)
    return note(
      'terminal',
      `${device}, but standard error is not this terminal: no pager opens`,
      'do not redirect standard error',
    );
  const { pager } = { pager: undefined, ...choice };
  if (isDumb(type))
    return note(
      'terminal',
      `${device}, TERM ${type ? `is ${type}` : 'is not set'}: ${
        isDrawable(type, pager && { value: pager.command, origin: pager.origin })
          ? 'a pager cannot draw its screen properly'
          : 'no pager opens unless --pager or VIMTRACE_PAGER asks for one'
      }`,
      'set TERM to the type of the terminal, for example xterm-256color',
    );
  if (finding.isTypeKnown === false)
    return note(
      'terminal',
      `${device}, TERM is ${type}, which terminfo does not know`,
      'install the terminfo entry (Debian: ncurses-term), or set another TERM',
    );
  return ok('terminal', `${device}, TERM is ${type}`);
}

function judgeForeground({ ownership }: TerminalFinding): Check {
  const about = 'foreground';
  switch (ownership) {
    case 'foreground':
      return ok(about, 'this process group has the terminal');
    case 'background':
      return note(about, 'another process group has the terminal: a pager waits for it', 'type fg');
    case 'orphaned':
      return note(
        about,
        'another process group has the terminal, and no shell can continue this one: the trace is printed',
        'start vimtrace as a job of a shell',
      );
    case 'gone':
      return note(about, 'there is no terminal');
  }
}

function judgeSignals(ignored: readonly SignalName[]): Check {
  if (ignored.length === 0) return ok('signals', 'none is ignored');
  const meanings = ignored.map((signal) => `${signal}: ${meaningOf(signal)}`);
  return note('signals', `ignored from the start: ${meanings.join('; ')}`, fixFor(ignored));
}

function meaningOf(signal: SignalName): string {
  switch (signal) {
    case 'SIGHUP':
      return 'tracing goes on after a hangup';
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

const fixFor = (ignored: readonly SignalName[]): string =>
  ignored.every((signal) => signal === 'SIGHUP')
    ? 'to end at a hangup, start vimtrace without nohup'
    : "if this is not intended, look for trap '' in the script that starts vimtrace";

function judgeTracers(found: readonly Program[]): Check {
  return found.length === 0
    ? bad('tracers', 'none', 'install a tracer (Debian: apt-get install strace)')
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
        'install it, or set another pager',
      );
    case 'none':
      return isPagingOff
        ? note('pager', 'none, as requested: no pager opens', 'unset VIMTRACE_PAGER and PAGER')
        : bad('pager', 'none: no pager opens', 'install a pager (Debian: apt-get install vim)');
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
