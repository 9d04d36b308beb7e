/** The doctor's checks of the state directory, of the configuration and of vimtrace's own variables. */
import { type VariableFault, variables } from '../environment.ts';
import { hint } from '../meant.ts';
import { bad, type Check, note, ok } from './check.ts';
import type { ConfigFinding, StateFinding } from './findings.ts';

export function judgeState(state: StateFinding): Check {
  const unused = 'not used; traces go to TMPDIR, where --last does not find them';
  switch (state.is) {
    case 'nowhere':
      return bad('state', `no place: ${unused}`, 'set HOME or XDG_STATE_HOME to an absolute path');
    case 'absent':
      return state.obstacle === undefined
        ? ok('state', `${state.path}: made when needed`)
        : bad(
            'state',
            `${state.path} cannot be made (${state.obstacle === 'foreign' ? 'it would be in another user’s directory' : state.obstacle}): ${unused}`,
            'set XDG_STATE_HOME to a directory that you can write to',
          );
    case 'link':
      return bad(
        'state',
        `${state.path} is a symbolic link: ${unused}`,
        'replace it with a directory',
      );
    case 'file':
      return bad('state', `${state.path} is not a directory: ${unused}`, 'remove the file');
    case 'foreign':
      return bad(
        'state',
        `${state.path} belongs to user ${state.owner}: ${unused}`,
        'chown it, or set XDG_STATE_HOME to a directory of your own',
      );
    case 'unwritable':
      return bad(
        'state',
        `${state.path} has mode ${octal(state.mode)}: ${unused}`,
        `chmod 700 ${state.path}`,
      );
    case 'own':
      return judgeOwnState(state);
  }
}

const ROOMY = 100 * 1024 ** 2;

function judgeOwnState({ path, mode, free, kept }: Extract<StateFinding, { is: 'own' }>): Check {
  const has = `${path}: ${kept === 1 ? '1 trace is' : `${kept} traces are`} kept, ${size(free)} free`;
  const room = 'run vimtrace --forget --all, or set XDG_STATE_HOME to a larger disk';
  if (free === 0) return bad('state', has, room);
  if (free < ROOMY) return note('state', has, room);
  return (mode & 0o077) === 0
    ? ok('state', has)
    : note(
        'state',
        `${has}; open to others (mode ${octal(mode)}) until the next trace`,
        `chmod 700 ${path}`,
      );
}

export function judgeConfig(config: ConfigFinding): Check {
  switch (config.is) {
    case 'nowhere':
      return note('config', 'no place for it', 'set HOME or XDG_CONFIG_HOME to an absolute path');
    case 'absent':
      return ok('config', `none; its place is ${config.path}`);
    case 'present':
      return ok('config', config.path);
    case 'unusable':
      return bad('config', config.complaint, 'correct the file, or move it away');
  }
}

/** A check for each variable with a fault. The check of the sh speaks of VIMTRACE_SH. */
export const judgeVariables = (faults: readonly VariableFault[]): readonly Check[] =>
  faults.flatMap((fault) =>
    fault.kind === 'form'
      ? [
          bad(
            'environment',
            `${fault.name} must be ${fault.must}, not ${JSON.stringify(fault.value)}: nothing runs`,
            'correct it, or unset it',
          ),
        ]
      : [],
  );

/** A note for each variable that a run ignores. */
export const judgeUnknown = (names: readonly string[]): readonly Check[] =>
  names.map((name) =>
    note(
      'environment',
      `${name} is unknown, and ignored${hint(name, variables)}`,
      'correct the name, or unset the variable',
    ),
  );

const octal = (mode: number): string => mode.toString(8);

const size = (bytes: number): string =>
  bytes < 1024 ** 3
    ? `${Math.floor(bytes / 1024 ** 2)} MiB`
    : `${Math.floor(bytes / 1024 ** 3)} GiB`;
