/** A fresh directory of a test's own: HOME, TMPDIR, XDG_*, and an environment that knows no other. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inject } from 'vitest';

export type Monitor = 'dash' | 'bash' | 'busybox';

export type Place = {
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
  readonly read: (name: string) => string;
  readonly write: (name: string, text: string, mode?: number) => string;
  readonly list: (name: string) => readonly string[];
  readonly remove: () => void;
};

export const places: Place[] = [];

/** In the environment of a place: the user has not said at which line the pager opens, so vimtrace decides. */
export const unsaid: Readonly<Record<string, string>> = { VIMTRACE_AT: '' };

export function place(extra: Readonly<Record<string, string>> = {}): Place {
  const directory = mkdtempSync(join(tmpdir(), 't'));
  const at = (name: string): string => join(directory, name);
  for (const name of ['home', 'tmp', 'work']) mkdirSync(at(name));
  const made: Place = {
    directory,
    env: {
      PATH: `${join(inject('prefix'), 'bin')}:${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin`,
      HOME: at('home'),
      TMPDIR: at('tmp'),
      XDG_STATE_HOME: at('home/state'),
      XDG_CONFIG_HOME: at('home/config'),
      // All tests share one cache, so that they start vimtrace as fast as users do.
      XDG_CACHE_HOME: join(inject('prefix'), 'cache'),
      XDG_DATA_HOME: at('home/data'),
      TERM: 'xterm-256color',
      LANG: 'C.UTF-8',
      PS1: 'ready# ',
      SHELL: '/bin/sh',
      VIMTRACE_JOURNAL: at('journal'),
      // Most tests look for the first call of the trace, also of a run that fails.
      VIMTRACE_AT: 'start',
      ...extra,
    },
    read: (name) => readFileSync(at(name), 'utf8'),
    write: (name, text, mode = 0o644) => {
      writeFileSync(at(name), text, { mode });
      return at(name);
    },
    list: (name) => readdirSync(at(name)),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
  places.push(made);
  return made;
}

/** The environment that makes `name` the sh of the monitor. */
export function monitoredBy(name: Monitor): Readonly<Record<string, string>> {
  return { VIMTRACE_SH: inject('monitors')[name] };
}
