/** Runs the doctor in a shell and reads its checks; and a script under which ptrace(2) is refused. */
import { mkdirSync, symlinkSync } from 'node:fs';
import { inject } from 'vitest';
import { type Place, place } from '../harness/place.ts';
import type { Session } from '../harness/session.ts';
import { shell } from '../harness/shells.ts';
import { run } from './typing.ts';

export type Seen = {
  readonly lines: readonly string[];
  readonly status: number;
  readonly text: string;
};
export const wide = { columns: 200, rows: 40 };

/** Run `command`, by default the doctor, and read its output: one line for each check, its remedy joined on. */
export async function examined(
  session: Session,
  where: Place,
  command = 'vimtrace --doctor',
): Promise<Seen> {
  await run(session, `${command} >printed; echo $? >status`);
  return seen(where);
}

export function seen(where: Place): Seen {
  const text = where.read('work/printed');
  const lines = text.trimEnd().replaceAll(/\n +/g, ' ').split('\n');
  return { lines, text, status: Number(where.read('work/status')) };
}

/** A new directory `name` with the named programs and the programs that the launcher needs, and no others. */
export function pathOf(where: Place, name: string, programs: readonly string[]): string {
  const bin = `${where.directory}/${name}`;
  mkdirSync(bin);
  symlinkSync(`${inject('prefix')}/bin/vimtrace`, `${bin}/vimtrace`);
  symlinkSync(process.execPath, `${bin}/node`);
  for (const program of ['cat', 'readlink', 'stty', 'true', ...programs])
    symlinkSync(`/usr/bin/${program}`, `${bin}/${program}`);
  return bin;
}

const used = [
  'bash',
  'clear',
  'env',
  'infocmp',
  'mksh',
  'nohup',
  'script',
  'setpriv',
  'setsid',
  'zsh',
];

/**
 * The place without most tracers and pagers. The doctor starts each one that it finds, and perf, bpftrace and gdb
 * take most of its time: a test that is about none of them spares them.
 */
export const sparing = (where: Place): Place => ({
  ...where,
  env: { ...where.env, PATH: pathOf(where, 'bin', [...used, 'less', 'ltrace', 'strace', 'vim']) },
});

/** The doctor's checks in a place that has few tracers and pagers. */
export async function diagnosis(env: Record<string, string>, command?: string): Promise<Seen> {
  const where = sparing(place(env));
  return examined(await shell('bash', where, wide), where, command);
}

export const bad = (all: Seen): readonly string[] =>
  all.lines.filter((line) => line.startsWith('bad '));

/** A Python script that runs a command under a seccomp filter: ptrace(2) fails with EPERM, as in containers. */
export const refusing = `import ctypes, os, platform, struct, sys
number = {'x86_64': 101, 'aarch64': 117}[platform.machine()]
program = b''.join(struct.pack('HBBI', *line) for line in [
    (0x20, 0, 0, 0),             # the number of the system call
    (0x15, 0, 1, number),        # ptrace?
    (0x06, 0, 0, 0x00050001),    # EPERM
    (0x06, 0, 0, 0x7fff0000),    # allowed
])
text = ctypes.create_string_buffer(program)
filter = ctypes.create_string_buffer(struct.pack('HxxxxxxP', 4, ctypes.addressof(text)))
libc = ctypes.CDLL(None, use_errno=True)
assert libc.prctl(38, 1, 0, 0, 0) == 0
assert libc.prctl(22, 2, filter) == 0
os.execvp(sys.argv[1], sys.argv[1:])
`;
