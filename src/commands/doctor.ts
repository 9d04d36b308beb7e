/** --doctor: examines the system that vimtrace runs on, and prints what works and what to change. */
import { constants } from 'node:os';
import { render, statusOf } from '../cli/doctor/check.ts';
import type { ConfigFinding, ShFinding, TerminalFinding } from '../cli/doctor/findings.ts';
import { judge } from '../cli/doctor/judge.ts';
import { unknownVariables, variableFaults } from '../cli/environment.ts';
import { choosePager, isNone } from '../cli/pagers/choose.ts';
import { pagers } from '../cli/pagers/table.ts';
import { type Asked, type Config, settle } from '../cli/settings.ts';
import { withOwn } from '../cli/table.ts';
import { isRefusal, rightsOf, tracers } from '../cli/tracers/more.ts';
import { tablesWith } from '../cli/tracers/wrappers.ts';
import type { SignalName } from '../core/types.ts';
import { configFile, configPath } from '../os/config-file.ts';
import { ask } from '../os/doctor/ask.ts';
import { lookAtState } from '../os/doctor/places.ts';
import { programs } from '../os/doctor/programs.ts';
import { ptrace } from '../os/doctor/ptrace.ts';
import { type Candidate, rights } from '../os/doctor/rights.ts';
import { tryMonitor } from '../os/doctor/sh-trial.ts';
import type { Handover } from '../os/job/launcher.ts';
import { device, ownership } from '../os/job/terminal.ts';
import { find } from '../os/process/find.ts';
import { stateDirectory } from '../os/trace/state.ts';
import { layoutOf } from './output.ts';

/** Loads the reader of the user's configuration. */
type ConfigReader = () => typeof import('../config/read.ts');

/**
 * The text of all checks, to print; sets the exit status to 1 if a check fails. `asked` are the settings of
 * the command line, `shDirectory` is the directory of the sh scripts.
 */
export async function examine(
  given: Handover,
  asked: Asked,
  shDirectory: string,
  reader: ConfigReader,
): Promise<string> {
  const { env } = process;
  const config = findConfig(reader);
  const exists = (program: string): boolean => find(program, env['PATH']) === 'executable';
  const [sh, terminal, permission, foundRights, foundTracers, foundPagers] = await Promise.all([
    findSh(shDirectory),
    findTerminal(given),
    ptrace(),
    rights(candidates()),
    programs(Object.keys(tablesWith(config.config.tracers).tracers)),
    programs(pagersWith(config.config)),
  ]);
  const findings = {
    node: { version: process.versions.node, path: process.execPath },
    sh,
    terminal,
    ignored: given.ignored.map(nameOf),
    ptrace: permission,
    rights: foundRights,
    tracers: foundTracers,
    pagers: foundPagers,
    state: lookAtState(stateDirectory(env)),
    config: config.finding,
    variables: variableFaults(env, exists),
    unknown: unknownVariables(env),
  };
  const { pager } = settle(asked, env, config.config);
  const choice = choosePager(pager, env['PAGER'], exists);
  const setting = pager?.value ?? env['PAGER'];
  const checks = judge(findings, choice, setting !== undefined && isNone(setting));
  process.exitCode = statusOf(checks);
  return render(checks, layoutOf(given));
}

/** The tracers that need rights, each with a trial. */
const candidates = (): readonly Candidate[] =>
  Object.keys(tracers).flatMap((tracer) => {
    const needed = rightsOf(tracer);
    return needed === undefined
      ? []
      : [{ tracer, ...needed, isRefusal: (text: string) => isRefusal(tracer, text) }];
  });

/** The pagers to look for: those that vimtrace knows and the user's own, without vim's other names. */
const pagersWith = ({ pagers: own }: Config): readonly string[] =>
  Object.keys(withOwn(pagers, own)).filter((name) => name !== 'vi' && name !== 'view');

/** The state of the configuration file, and its settings; no settings if the file has a fault. */
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
  const chosen = process.env['VIMTRACE_SH'] ?? '';
  const command = chosen || '/bin/sh';
  return { command, isDefault: chosen === '', ...(await tryMonitor(command, shDirectory)) };
}

async function findTerminal({ stdio, terminals }: Handover): Promise<TerminalFinding> {
  const type = process.env['TERM'];
  const canAsk = type && find('infocmp', process.env['PATH']) === 'executable';
  const answer = canAsk ? await ask(['infocmp', type]) : undefined;
  return {
    ownership: ownership(undefined),
    device: device(stdio),
    isStandardError: terminals.includes(2),
    type,
    isTypeKnown: answer?.is === 'ended' ? answer.status === 0 : undefined,
  };
}

/** The name of the signal with this number; the first one if there are two, as SIGABRT and SIGIOT. */
function nameOf(signal: number): SignalName {
  const names = Object.entries(constants.signals);
  return (names.find(([, number]) => number === signal)?.[0] ?? `SIG${signal}`) as SignalName;
}
