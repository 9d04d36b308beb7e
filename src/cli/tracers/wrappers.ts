/** Commands that run a tracer, such as sudo: the inner tracer decides how to get the trace. */

import { hint } from '../meant.ts';
import type { Own } from '../settings.ts';
import { entry, withOwn, words } from '../table.ts';
import { scan } from './grammar.ts';
import { tracers } from './more.ts';
import type { Tables, TracerProfile, WrapperProfile } from './profile.ts';
import { type Tracing, tracingBy } from './tracing.ts';
import { usual } from './usual.ts';

const wrappers: Readonly<Record<string, WrapperProfile>> = {
  sudo: {
    valued: {
      letters: 'aCcDghpRrtTUu',
      words: words(
        'close-from chdir group host prompt chroot role type command-timeout other-user user',
      ),
    },
    untouched: words('b background e edit K remove-timestamp l list v validate V version help'),
    // Only the user and root may write in the directory of our file.
    apart: { options: ['u', 'user', 'R', 'chroot'], unless: ['root', '#0'] },
  },
  env: {
    valued: { letters: 'uCS', words: words('unset chdir split-string') },
    untouched: words('help version'),
  },
  ssh: {
    valued: { letters: 'BbcDEeFIiJLlmOopQRSWw', words: [] },
    untouched: words('f G N O Q s V W'),
    operands: 1,
    remote: { terminal: ['t'] },
  },
};

export const builtin: Tables = { tracers, wrappers };

/** The built-in tables and the user's `own` tracers, which win over a wrapper of the same name too. */
export const tablesWith = (own: Own<TracerProfile> = {}): Tables => ({
  tracers: withOwn(tracers, own),
  wrappers: Object.fromEntries(
    Object.entries(wrappers).filter(([name]) => !Object.hasOwn(own, name)),
  ),
});

/** A hint if `command` is a mistyped tracer or wrapper of the tables, else ''. */
export function tracerMeant(command: string, own: Own<TracerProfile> = {}): string {
  const tables = tablesWith(own);
  return hint(command, [...Object.keys(tables.tracers), ...Object.keys(tables.wrappers)]);
}

/** How to trace with `command args`. The trace of a command that `tables` do not know is the text that it prints. */
export function tracing(
  command: string,
  args: readonly string[],
  tables: Tables = builtin,
): Tracing {
  const wrapper = entry(tables.wrappers, command);
  if (wrapper !== undefined) return wrapping(wrapper, [command, ...args], tables);
  const profile = entry(tables.tracers, command);
  if (profile === undefined)
    return { by: 'stream', filetype: '', stream: 'both', argv: [command, ...args] };
  const isUsual = entry(usual, command) === profile;
  return tracingBy(profile, isUsual ? 'tracer' : 'vimtrace', command, args);
}

/** Whether `command args` makes a tracer on this host attach to existing processes. */
export function attaches(
  command: string,
  args: readonly string[],
  tables: Tables = builtin,
): boolean {
  const wrapper = entry(tables.wrappers, command);
  if (wrapper === undefined) {
    const profile = entry(tables.tracers, command);
    const isNamed = (name: string): boolean => profile?.attaching?.includes(name) === true;
    return profile !== undefined && scan(profile, args).options.some(({ name }) => isNamed(name));
  }
  const [inner, ...rest] = commandOf(wrapper, args).rest;
  return inner !== undefined && wrapper.remote === undefined && attaches(inner, rest, tables);
}

/** How to trace with `line`, a wrapper and its inner command, if the wrapper lets the trace through. */
function wrapping(wrapper: WrapperProfile, line: readonly string[], tables: Tables): Tracing {
  const { options, rest } = commandOf(wrapper, line.slice(1));
  const given = options.map(({ name }) => name);
  const [command, ...args] = wrapper.remote ? rest.join(' ').split(/\s+/).filter(Boolean) : rest;
  if (command === undefined || given.some((name) => wrapper.untouched.includes(name)))
    return { by: 'nothing', argv: line };
  const before = line.slice(0, line.length - rest.length);
  const inner = tracing(command, args, tables);
  const ignoring = wrapper.remote ? {} : behind(before, inner);
  if (inner.by === 'nothing') return { by: 'nothing', argv: line, ...ignoring };
  const { filetype } = inner;
  if (wrapper.remote !== undefined) {
    const isOne = given.some((name) => wrapper.remote?.terminal.includes(name));
    return { by: 'stream', filetype, stream: isOne ? 'both' : inner.stream, argv: line };
  }
  const { apart } = wrapper;
  const isApart = options.some(
    ({ name, value = '' }) => apart?.options.includes(name) && !apart.unless?.includes(value),
  );
  if (inner.by === 'stream' || isApart)
    return { by: 'stream', filetype, stream: inner.stream, argv: line, ...ignoring };
  const { piped, splitting, ...others } = inner;
  return {
    ...others,
    ...ignoring,
    maker: 'vimtrace',
    untouched: line,
    argv: (file) => [...before, ...inner.argv(file)],
    ...(piped !== undefined && { piped: (text: string) => [...before, ...piped(text)] }),
    // Root makes files that the user may not be able to read: only of one file is the user the owner beforehand.
    ...(splitting !== undefined &&
      apart === undefined && {
        splitting: (prefix: string) => [...before, ...splitting(prefix)],
      }),
  };
}

const behind = (before: readonly string[], { ignoring }: Tracing): Pick<Tracing, 'ignoring'> =>
  ignoring === undefined ? {} : { ignoring: { ...ignoring, at: before.length + ignoring.at } };

type Options = ReturnType<typeof scan>['options'];

/** The options of a wrapper, and its inner command. Options, operands and NAME=VALUE words come before that command. */
function commandOf(
  wrapper: WrapperProfile,
  args: readonly string[],
): { readonly options: Options; readonly rest: readonly string[] } {
  let options: Options = [];
  let left = wrapper.operands ?? 0;
  for (let rest = args; ; ) {
    const found = scan(wrapper, rest);
    options = [...options, ...found.options];
    rest = rest.slice(rest[found.end] === '--' ? found.end + 1 : found.end);
    const [word] = rest;
    if (word === undefined) return { options, rest };
    if (!/^[A-Za-z_]\w*=/.test(word) && word !== '-') {
      if (left === 0) return { options, rest };
      left -= 1;
    }
    rest = rest.slice(1);
  }
}
