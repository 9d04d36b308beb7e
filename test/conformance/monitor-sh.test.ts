/** What vimtrace assumes about a sh as the monitor: groups, the terminal, stopped jobs. */
import { execaSync } from 'execa';
import { describe, expect, inject, test } from 'vitest';
import { outputOf } from '../harness/command.ts';
import { type Monitor, type Place, place } from '../harness/place.ts';
import { Session } from '../harness/session.ts';

const monitors: readonly Monitor[] = ['dash', 'bash', 'busybox'];
const sh = (name: Monitor): string => inject('monitors')[name];

/** Write proc_pid_stat(5) of the sh to a file. Nothing is forked, so that the line is that of the sh itself. */
const look = (file: string): string =>
  `IFS= read -r stat </proc/$$/stat; printf '%s\\n' "$stat" >${file}`;

type Seen = { readonly pid: number; readonly group: number; readonly foreground: number };

function seen(where: Place, file: string): Seen {
  const text = where.read(`work/${file}`);
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  return { pid: Number.parseInt(text, 10), group: fields[2] ?? 0, foreground: fields[5] ?? 0 };
}

/** Run `script` by `command` as the child of a session leader without job control. */
async function run(where: Place, command: string, script: string): Promise<Session> {
  where.write('work/job', script);
  const session = new Session(where, 'dash', ['-c', `${command} job; cat /proc/self/stat >after`]);
  await session.exit();
  return session;
}

describe.for(monitors)('%s', (name) => {
  test('S1: sh -m takes the terminal, its command gets the terminal, and its end gives the terminal back', async () => {
    const where = place();
    const session = await run(
      where,
      `${sh(name)} -m`,
      `${look('start')}\ncat /proc/self/stat >command\n${look('then')}\n`,
    );
    const start = seen(where, 'start');
    expect(start.group).toBe(start.pid);
    expect(start.pid).not.toBe(session.pid);
    expect(start.foreground).toBe(start.pid);
    const command = seen(where, 'command');
    expect(command.group).toBe(command.pid);
    expect(command.pid).not.toBe(start.pid);
    expect(command.foreground).toBe(command.pid);
    expect(seen(where, 'then').foreground).toBe(start.pid);
    expect(seen(where, 'after').foreground).toBe(session.pid);
  });

  test('S1: set +m gives the terminal back, but bash only at its end', async () => {
    const where = place();
    const session = await run(
      where,
      `${sh(name)} -m`,
      `set +m\n${look('yielded')}\nset -m\n${look('taken')}\n`,
    );
    const yielded = seen(where, 'yielded');
    expect(yielded.foreground).toBe(name === 'bash' ? yielded.pid : session.pid);
    expect(seen(where, 'taken').foreground).toBe(yielded.pid);
    expect(seen(where, 'after').foreground).toBe(session.pid);
  });

  test('S2: set -m inside a script takes the terminal, but not in bash', async () => {
    const where = place();
    const session = await run(where, sh(name), `set -m\n${look('set')}\n`);
    const set = seen(where, 'set');
    expect(set.foreground).toBe(name === 'bash' ? session.pid : set.pid);
  });

  test('S3: fg in a function does not leave the loop that calls it; bash leaves the loop at a stop without a function', async () => {
    const where = place();
    const stop = `dash -c 'kill -TSTP $$; kill -TSTP $$'`;
    await run(
      where,
      `${sh(name)} -m`,
      [
        'go_on() { fg %1 >/dev/null; }',
        `${stop}; for round in 1 2; do go_on; echo "$round" >>called; done`,
        `for round in 1 2; do dash -c 'kill -TSTP $$'; echo "$round" >>direct; done`,
        'echo end >>direct; kill -CONT %1 %2 2>/dev/null; exit 0',
      ].join('\n'),
    );
    expect(where.read('work/called')).toBe('1\n2\n');
    expect(where.read('work/direct')).toBe(name === 'bash' ? 'end\n' : '1\n2\nend\n');
  });

  test('S8: a stopped job has the status 128+signal, and only its process shows that it lives', async () => {
    const where = place();
    await run(
      where,
      `${sh(name)} -m`,
      [
        'state() { if kill -0 "$pid" 2>/dev/null; then echo lives; else echo ended; fi; }',
        `dash -c 'echo $$ >pid; kill -TSTP $$; exit 148'`,
        'echo "$?" >>seen; read -r pid <pid; state >>seen',
        'fg %1 >/dev/null',
        'echo "$?" >>seen; state >>seen',
      ].join('\n'),
    );
    expect(where.read('work/seen')).toBe('148\nlives\n148\nended\n');
  });

  test('S13: fg of a job that was killed while stopped does not report the signal', async () => {
    const where = place();
    await run(
      where,
      `${sh(name)} -m`,
      [
        'go_on() { fg %1 >/dev/null 2>&1; }',
        `dash -c 'echo $$ >pid; kill -STOP $$'`,
        'read -r pid <pid; kill -KILL "$pid"',
        'while kill -0 "$pid" 2>/dev/null && read -r stat <"/proc/$pid/stat"; do',
        '  case $stat in *") Z "*) break ;; esac',
        'done',
        'go_on; echo "$?" >status',
      ].join('\n'),
    );
    expect(where.read('work/status')).toBe(name === 'bash' ? '1\n' : '2\n');
  });

  test('S12: a script that writes $$ and execs writes the pid of the foreground job', async () => {
    const where = place();
    where.write('work/launch', 'echo $$ >pid\nexec cat /proc/self/stat >job-stat\n');
    await run(where, `${sh(name)} -m`, 'dash launch\n');
    const { pid, group, foreground } = seen(where, 'job-stat');
    expect(Number(where.read('work/pid'))).toBe(pid);
    expect([group, foreground]).toEqual([pid, pid]);
  });

  test('S6: sh -m has no monitor mode without a terminal', () => {
    const script = 'case $- in *m*) echo on ;; *) echo off ;; esac';
    expect(outputOf('setsid', ['-w', sh(name), '-m', '-c', script])).toBe('off\n');
  });

  test('S10: a background command of a plain sh ignores INT and QUIT and reads /dev/null', () => {
    const script =
      'readlink /proc/self/fd/0; while read -r line; do echo "$line"; done </proc/self/status';
    const found = outputOf(sh(name), ['-c', `dash -c '${script}' & wait`]);
    expect(found).toMatch(/^\/dev\/null\n/);
    expect(found).toMatch(/^SigIgn:\s*0000000000000006$/m);
  });
});

test('S6: set -m inside a bash script turns monitor mode on without a terminal', () => {
  expect(outputOf('setsid', ['-w', sh('bash'), '-c', 'set -m; echo "$-"'])).toContain('m');
});

test('S7: dash -m ignores TSTP and TTOU, so that it can take the terminal from the background', async () => {
  const where = place();
  const copy = 'while read -r line; do echo "$line"; done </proc/$$/status >status\n';
  await run(where, `${sh('dash')} -m`, copy);
  const mask = Number.parseInt(
    /SigIgn:\s*([0-9a-f]+)/.exec(where.read('work/status'))?.[1] ?? '',
    16,
  );
  expect(mask & ((1 << 19) | (1 << 21))).toBe((1 << 19) | (1 << 21));
});

test('S12: $(jobs) is empty in dash', () => {
  const script = 'cat <&3 & in=$(jobs); jobs; echo "[$in]"; kill $!';
  const { stdout } = execaSync(sh('dash'), ['-c', script], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    stripFinalNewline: false,
  });
  expect(stdout).toMatch(/Running[^\n]*\n\[\]\n$/);
});

test('S20: a job of bash has the default of an ignored SIGTSTP until its exec, and what bash execs keeps the default', async () => {
  const where = place();
  const script = "trap '' TSTP\n/bin/true\n:\n";
  const bash = `strace -f -qq -e signal=none -e trace=rt_sigaction,execve -o trace ${sh('bash')} -m`;
  await run(where, bash, script);
  const parent = /^(\d+)/.exec(where.read('work/trace'))?.[1];
  const job = where
    .read('work/trace')
    .split('\n')
    .filter((line) => !line.startsWith(`${parent} `))
    .flatMap((line) => /(?<=SIGTSTP, \{sa_handler=)\w+|execve/.exec(line) ?? []);
  expect(job.slice(0, 3)).toEqual(['SIG_DFL', 'SIG_IGN', 'execve']);
});

test.for([
  ['exec', 0],
  ['set +m; exec', 1 << 19],
] as const)('S20: in a substitution of bash, %s gives its program this share of an ignored SIGTSTP: %d', async ([
  how,
  share,
]) => {
  const where = place();
  const script = `trap '' TSTP\nx=$(${how} cat /proc/self/status)\necho "$x" >status\n`;
  await run(where, `${sh('bash')} -m`, script);
  const mask = /SigIgn:\s*([0-9a-f]+)/.exec(where.read('work/status'))?.[1] ?? '';
  expect(Number.parseInt(mask, 16) & (1 << 19)).toBe(share);
});
