/** --doctor, in a place where all is well and in places where something is wrong. */
import { chmodSync, chownSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Monitor, monitoredBy, place } from '../harness/place.ts';
import { family } from '../harness/proc.ts';
import type { Session } from '../harness/session.ts';
import { shell } from '../harness/shells.ts';
import { bad, diagnosis, examined, pathOf, seen, sparing, wide } from './diagnosis.ts';
import { run } from './typing.ts';

/** The processes of the session. perf does not wait for its program, and process 1 may never reap it (N13). */
const running = (session: Session): readonly number[] =>
  family(session.pid)
    .filter(({ state }) => state !== 'Z')
    .map(({ pid }) => pid);

describe('if all is well, the doctor', () => {
  test('finds every check ok, on one screen, and leaves the terminal as it was', async () => {
    const where = place({ VIMTRACE_PAGER: 'less -S' });
    const session = await shell('bash', where, wide);
    await run(session, 'stty -g >before');
    const all = await examined(session, where);
    await run(session, 'stty -g >after');
    // Which of these is there, and whether this user may run it, differs (rights.test.ts).
    const usual = all.lines.filter((line) => !/^\w+ +(?:perf|bpftrace|tcpdump) /.test(line));
    expect(usual.filter((line) => !line.startsWith('ok '))).toEqual([]);
    expect(all.status).toBe(0);
    expect(usual.map((line) => line.split(/ +/)[1])).toEqual(
      'node sh terminal foreground signals ptrace attach tracers pager pagers state config'.split(
        ' ',
      ),
    );
    const has = (pattern: RegExp) =>
      expect(all.lines).toContainEqual(expect.stringMatching(pattern));
    has(/node +\d+\.\d+\.\d+, \//);
    has(/terminal +\/dev\/pts\/\d+, TERM is xterm-256color$/);
    has(/tracers .*\bstrace \d+\.\d+.*, ltrace \d+\.\d+/);
    has(/pager +less -S, set by \$VIMTRACE_PAGER$/);
    has(/pagers .*\bvim \d+\.\d+.* nvim \d+\.\d+.* less \d+/);
    has(/state .*\/home\/state\/vimtrace: made when needed$/);
    has(/config +none; its place is .*\/home\/config\/vimtrace\/config\.json$/);
    const screen = all.text.trimEnd().split('\n');
    expect(screen.length).toBeLessThanOrEqual(24);
    for (const line of screen) if (!line.includes('/')) expect(line.length).toBeLessThanOrEqual(80);
    expect(where.read('work/after')).toBe(where.read('work/before'));
    await session.until('no process to be left', () => running(session).length === 1);
  });

  test('counts the kept traces, and finds their directory closed to others', async () => {
    const where = sparing(place({ VIMTRACE_PAGER: 'less' }));
    const session = await shell('bash', where, wide);
    session.line('vimtrace strace true');
    const { pager } = await session.pager('execve(');
    process.kill(pager.pid, 'SIGKILL');
    await session.sees(/the trace is kept/);
    const all = await examined(session, where);
    expect(all.lines).toContainEqual(
      expect.stringMatching(/^ok +state .*: 1 trace is kept, \d+ .iB free$/),
    );
  });

  test.for([
    'dash',
    'bash',
    'busybox',
  ] as const satisfies readonly Monitor[])('accepts %s as the sh', async (name) => {
    const all = await diagnosis(monitoredBy(name));
    expect(all.lines).toContainEqual(
      expect.stringMatching(
        new RegExp(`^ok +sh .*/sh is ${name}, set by \\$VIMTRACE_SH: its jobs stop and continue$`),
      ),
    );
    expect(bad(all)).toEqual([]);
    expect(all.status).toBe(0);
  });
});

describe('if started in an unusual way, the doctor', () => {
  test.for([
    {
      command: 'nohup vimtrace --doctor',
      line: /^note +signals .*SIGHUP: tracing goes on after a hangup/,
    },
    {
      command: "(trap '' INT; exec vimtrace --doctor)",
      line: /^note +signals .*SIGINT: \^C ends nothing fix: .*trap ''/,
    },
    {
      command: 'setsid -w vimtrace --doctor',
      line: /^note +terminal +none: no pager opens fix: /,
    },
    {
      command: 'vimtrace --doctor 2>/dev/null',
      line: /^note +terminal .*standard error is not this terminal.* fix: /,
    },
    {
      command: 'TERM=dumb vimtrace --doctor',
      line: /^note +terminal .*TERM is dumb: no pager opens unless .* fix: set TERM/,
    },
    {
      command: 'env -u TERM vimtrace --doctor',
      line: /^note +terminal .*TERM is not set.* fix: set TERM/,
    },
    {
      command: 'TERM=no-such vimtrace --doctor',
      line: /^note +terminal .*TERM is no-such, which terminfo/,
    },
    {
      command: 'VIMTRACE_KEP=3 vimtrace --doctor',
      line: /^note +environment +VIMTRACE_KEP is unknown, and ignored \(did you mean VIMTRACE_KEEP\?\) fix: /,
    },
    {
      command: 'VIMTRACE_PAGER= vimtrace --doctor',
      line: /^note +pager +none, as requested.* fix: unset/,
    },
    {
      command: 'vimtrace --doctor --pager "less -R"',
      line: /^ok +pager +less -R, set by --pager/,
    },
  ])('notes the way, and finds nothing bad: $command', async ({ command, line }) => {
    const all = await diagnosis({}, command);
    expect(all.lines).toContainEqual(expect.stringMatching(line));
    expect(bad(all)).toEqual([]);
    expect(all.status).toBe(0);
  });

  test('notes that a pager would wait in the background', async () => {
    const where = sparing(place());
    const session = await shell('bash', where, wide);
    await run(session, '(vimtrace --doctor >printed; echo $? >status) & wait');
    const all = seen(where);
    expect(all.lines).toContainEqual(
      expect.stringMatching(
        /^note +foreground +another process group has the terminal: a pager waits for it fix: type fg$/,
      ),
    );
    expect(all.lines).toContainEqual(expect.stringMatching(/^ok +sh /));
    expect(all.status).toBe(0);
  });
});

describe('if something is bad, the doctor', () => {
  test.for(['zsh', 'mksh', './none'])('rejects %s as the sh, with a remedy', async (name) => {
    const all = await diagnosis({ VIMTRACE_SH: name });
    expect(bad(all)).toEqual([
      expect.stringMatching(
        /^bad +sh .*, set by \$VIMTRACE_SH: .* fix: unset VIMTRACE_SH, or set it to a dash, bash or busybox sh$/,
      ),
    ]);
    expect(all.status).toBe(1);
  });

  test('reports a missing pager and a missing tracer, with the packages to install', async () => {
    const where = place();
    const bin = pathOf(where, 'without', ['script']);
    const all = await examined(
      await shell('bash', where, wide),
      where,
      `PATH=${bin} vimtrace --doctor`,
    );
    expect(bad(all)).toEqual([
      expect.stringMatching(/^bad +tracers +none fix: .*apt-get install strace/),
      expect.stringMatching(/^bad +pager +none: no pager opens fix: .*apt-get install vim/),
    ]);
    expect(all.lines).toContainEqual(
      expect.stringMatching(/^note +ptrace +not tried.* fix: install strace$/),
    );
    expect(all.status).toBe(1);
  });

  test('reports a pager that is set and not found', async () => {
    const all = await diagnosis({ VIMTRACE_PAGER: 'nless -R' });
    expect(bad(all)).toEqual([
      expect.stringMatching(
        /^bad +pager +nless -R, set by \$VIMTRACE_PAGER: nless is not found fix: install it/,
      ),
    ]);
    expect(all.status).toBe(1);
  });

  test.for([
    {
      how: 'a symbolic link',
      make: (at: string) => symlinkSync('/tmp', at),
      line: /^bad .* is a symbolic link: not used.* fix: /,
    },
    {
      how: 'a file',
      make: (at: string) => writeFileSync(at, ''),
      line: /^bad .* is not a directory: not used.* fix: remove the file/,
    },
    {
      how: 'of another owner',
      make: (at: string) => {
        mkdirSync(at);
        chownSync(at, 12345, 12345);
      },
      line: /^bad .* belongs to user 12345: not used.* fix: chown/,
    },
    {
      how: 'open to others',
      make: (at: string) => {
        mkdirSync(at);
        chmodSync(at, 0o755);
      },
      line: /^note .* open to others \(mode 755\).* fix: chmod 700 /,
    },
  ])('reports a state directory that is $how', async ({ make, line }) => {
    const where = sparing(place());
    mkdirSync(`${where.directory}/home/state`);
    make(`${where.directory}/home/state/vimtrace`);
    const all = await examined(await shell('bash', where, wide), where);
    const state = all.lines.find((each) => / state /.test(each));
    expect(state).toMatch(line);
    expect(all.status).toBe(state?.startsWith('bad') ? 1 : 0);
  });

  test('reports a state directory that cannot be made', async () => {
    const all = await diagnosis({ XDG_STATE_HOME: '/dev/null/x' });
    expect(bad(all)).toEqual([
      expect.stringMatching(/^bad +state .*cannot be made \(ENOTDIR\).* fix: set XDG_STATE_HOME/),
    ]);
  });
});

test('the doctor does not wait for a tracer that gives no answer, and leaves no process of it', async () => {
  const where = place();
  where.write('work/ltrace', '#!/bin/sh\ncat hold\n', 0o755);
  const session = await shell('bash', where, wide);
  await run(session, 'mkfifo hold');
  const all = await examined(session, where, 'PATH=$PWD:$PATH vimtrace --doctor');
  expect(all.lines).toContainEqual(
    expect.stringMatching(/^ok +tracers +strace [\d.]+, ltrace \(gives no answer\)/),
  );
  await session.until('no process to be left', () => running(session).length === 1);
});
