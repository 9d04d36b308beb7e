/** Completion in zsh, bash and fish: first vimtrace's own options, then the tracer's. */
import { describe, expect, test } from 'vitest';
import { type Place, place } from '../harness/place.ts';
import { completes, completingShells, configured } from './completing.ts';
import { run } from './typing.ts';

/** A place with one command and one file whose names share their beginning with no other. */
function furnished(): Place {
  const where = place();
  where.write('work/zyxfile', '');
  where.write('work/zyxcommand', '#!/bin/sh\n', 0o755);
  return { ...where, env: { ...where.env, PATH: `${where.env['PATH']}:${where.directory}/work` } };
}

describe.for(completingShells)('in %s', (name) => {
  test('Tab completes vimtrace’s options and their values', async () => {
    const session = await configured(name, furnished());
    await completes(session, 'vimtrace --pa', /^vimtrace --pager[ =]?$/);
    await completes(session, 'vimtrace --no', 'vimtrace --no-pager');
    await completes(session, 'vimtrace --hangup=k', 'vimtrace --hangup=keep');
    await completes(session, 'vimtrace --hangup k', 'vimtrace --hangup keep');
    await completes(session, 'vimtrace --init f', 'vimtrace --init fish');
    await completes(session, 'vimtrace --pager zyxc', 'vimtrace --pager zyxcommand');
    await completes(session, 'vimtrace --pager=zyxc', 'vimtrace --pager=zyxcommand');
    await completes(session, 'vimtrace -p zyxc', 'vimtrace -p zyxcommand');
    await completes(session, 'vimtrace -o zyxf', 'vimtrace -o zyxfile');
    await completes(session, 'vimtrace --output=zyxf', 'vimtrace --output=zyxfile');
  });

  test('Tab completes the tracer after the options, and then the tracer’s own arguments', async () => {
    const session = await configured(name, furnished());
    await completes(session, 'vimtrace zyxc', 'vimtrace zyxcommand');
    await completes(session, 'vimtrace -p less zyxc', 'vimtrace -p less zyxcommand');
    await completes(session, 'vimtrace strace --summary-onl', 'vimtrace strace --summary-only');
    await completes(
      session,
      'vimtrace -p less --hangup=keep -- strace --summary-onl',
      'vimtrace -p less --hangup=keep -- strace --summary-only',
    );
    await completes(session, 'vimtrace strace zyxc', 'vimtrace strace zyxcommand');
    await completes(
      session,
      'sudo vimtrace --hangup=end strace --summary-onl',
      'sudo vimtrace --hangup=end strace --summary-only',
    );
    await completes(session, 'strace --summary-onl', 'strace --summary-only');
  });

  test('Tab completes no option of vimtrace after the tracer or after --', async () => {
    const session = await configured(name, furnished());
    // The first Tab must complete nothing. The second Tab proves that the first has been read.
    await completes(session, 'vimtrace strace --no-p\t zyxf', 'vimtrace strace --no-p zyxfile');
    await completes(session, 'vimtrace -- --no-p\t zyxf', 'vimtrace -- --no-p zyxfile');
  });
});

describe.for(['zsh', 'bash'] as const)('in %s', (name) => {
  test('Tab after -p offers the known pagers first, and without a letter them alone', async () => {
    const where = furnished();
    where.write('work/aaless', '#!/bin/sh\n', 0o755);
    const env = { ...where.env, PATH: `${where.env['PATH']}:${where.directory}/work` };
    const session = await configured(name, { ...where, env });
    if (name === 'bash') await run(session, 'bind "set show-all-if-ambiguous on"');
    const offered = async (typed: string): Promise<readonly string[]> => {
      await run(session, 'clear');
      session.type(`${typed}\t`);
      await session.sees(/\bless\b.*\S/);
      await session.idle(session.pid);
      const screen = await session.screen();
      session.type('\x03');
      await session.prompt();
      return screen
        .filter((line) => !/ready#|over-/.test(line))
        .join(' ')
        .split(/\s+/)
        .filter(Boolean);
    };
    const all = await offered('vimtrace -p ');
    expect(all[0]).toBe('vim');
    expect(all).toEqual(expect.arrayContaining(['nvim', 'less', 'more']));
    expect(all).not.toContain('aaless');
    const some = await offered('vimtrace -p le');
    expect(some[0]).toBe('less');
    expect(some).toContain('lessecho');
  });
});
