/** --doctor: finds out about the place vimtrace runs in, has it judged, and says what came of it. */
import { constants } from 'node:os';
import { render, statusOf } from '../cli/doctor/check.ts';
import type { ConfigFinding, ShFinding, TerminalFinding } from '../cli/doctor/findings.ts';
import { judge } from '../cli/doctor/judge.ts';
import { choosePager, isNone } from '../cli/pagers/choose.ts';
import { pagers } from '../cli/pagers/table.ts';
import { type Asked, type Config, settle } from '../cli/settings.ts';
import { withOwn } from '../cli/table.ts';
import { tablesWith } from '../cli/tracers/wrappers.ts';
import type { SignalName } from '../core/types.ts';
import { configFile, configPath } from '../os/config-file.ts';
import { ask } from '../os/doctor/ask.ts';
import { lookAtState } from '../os/doctor/places.ts';
import { programs } from '../os/doctor/programs.ts';
import { ptrace } from '../os/doctor/ptrace.ts';
import { tryMonitor } from '../os/doctor/sh-trial.ts';
import type { Handover } from '../os/job/launcher.ts';
import { device, ownership } from '../os/job/terminal.ts';
import { find } from '../os/process/find.ts';
import { stateDirectory } from '../os/trace/state.ts';

/** What reads the user's configuration; loaded by its first call. */
type ConfigReader = () => typeof import('../config/read.ts');

/** The checks, to be printed; has the exit status be 1 where one is bad. `asked` is what the command line asks for. */
export async function examine(
  given: Handover,
  asked: Asked,
  shDirectory: string,
  reader: ConfigReader,
): Promise<string> {
  const { env } = process;
  const config = findConfig(reader);
  const [sh, terminal, permission, foundTracers, foundPagers] = await Promise.all([
    findSh(shDirectory),
    findTerminal(given),
    ptrace(),
    programs(Object.keys(tablesWith(config.config.tracers).tracers)),
    programs(pagersWith(config.config)),
  ]);
  const findings = {
    node: { version: process.versions.node, path: process.execPath },
    sh,
    terminal,
    ignored: given.ignored.map(nameOf),
    ptrace: permission,
    tracers: foundTracers,
    pagers: foundPagers,
    state: lookAtState(stateDirectory(env)),
    config: config.finding,
  };
  const { pager } = settle(asked, env, config.config);
  const exists = (program: string): boolean => find(program, env['PATH']) === 'executable';
  const choice = choosePager(pager, env['PAGER'], exists);
  const setting = pager?.value ?? env['PAGER'];
  const checks = judge(findings, choice, setting !== undefined && isNone(setting));
  process.exitCode = statusOf(checks);
  return render(checks);
}

/** Those that vimtrace knows, but vim under other names. */
const pagersWith = ({ pagers: own }: Config): readonly string[] =>
  Object.keys(withOwn(pagers, own)).filter((name) => name !== 'vi' && name !== 'view');

/** The user's file, and what is in it where it is obeyed. */
function findConfig(reader: ConfigReader): {
  readonly finding: ConfigFinding;
  readonly config: Config;
} {
  const path = configPath(process.env);
  const file = configFile(process.env);
  if (path === undefined) return { finding: { is: 'nowhere' }, config: {} };
  if (file === undefined) return { finding: { is: 'absent', path }, config: {} };
  const read = reader().readConfig(file);
  if (read.kind === 'config') return { finding: { is: 'present', path }, config: read.config };
  const complaint = read.complaint.replace(/^vimtrace: /, '');
  return { finding: { is: 'unusable', path, complaint }, config: {} };
}

async function findSh(shDirectory: string): Promise<ShFinding> {
  const set = process.env['VIMTRACE_SH'] ?? '';
  const command = set || '/bin/sh';
  return { command, isDefault: set === '', ...(await tryMonitor(command, shDirectory)) };
}

async function findTerminal({ stdio, terminals }: Handover): Promise<TerminalFinding> {
  const type = process.env['TERM'];
  const canTell = type && find('infocmp', process.env['PATH']) === 'executable';
  const answer = canTell ? await ask(['infocmp', type]) : undefined;
  return {
    ownership: ownership(undefined),
    device: device(stdio),
    isStandardError: terminals.includes(2),
    type,
    isTypeKnown: answer?.is === 'ended' ? answer.status === 0 : undefined,
  };
}

/** The first of the names that a number has: SIGABRT is SIGIOT as well. */
function nameOf(signal: number): SignalName {
  const names = Object.entries(constants.signals);
  return (names.find(([, number]) => number === signal)?.[0] ?? `SIG${signal}`) as SignalName;
}
