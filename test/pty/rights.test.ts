/** Tracers that an ordinary user may not run: their words, and then what vimtrace and its doctor say. */
import { chownSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Place, place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { obstacle } from '../harness/tools.ts';
import { examined, wide } from './diagnosis.ts';
import { spools, status } from './typing.ts';

const NOBODY = 65_534;
const isRoot = process.geteuid?.() === 0;
const asNobody = isRoot ? `setpriv --reuid=${NOBODY} --regid=${NOBODY} --clear-groups ` : '';

/** A place that belongs to the user nobody; to us if we are an ordinary user. */
function nobodys(): Place {
  const where = place({ VIMTRACE_PAGER: 'less' });
  for (const name of ['', 'home', 'tmp', 'work'])
    if (isRoot) chownSync(`${where.directory}/${name}`, NOBODY, NOBODY);
  return where;
}

const rows = [
  {
    command: 'perf trace true',
    words: /^Error:/,
    says: 'vimtrace: cannot trace with perf: only root may read the trace events of the kernel; trace as root: sudo perf',
    code: 255,
  },
  {
    command: "bpftrace -e 'BEGIN { exit(); }'",
    words: /^ERROR: .*root user/,
    says: 'vimtrace: cannot trace with bpftrace: only root may load BPF programs; trace as root: sudo bpftrace',
    code: 1,
  },
  {
    command: 'tcpdump -i any -c 1',
    words: /^tcpdump: any: .*permission/,
    says: 'vimtrace: cannot trace with tcpdump: only root may capture packets; trace as root: sudo tcpdump',
    code: 1,
  },
  {
    command: 'ltrace -p 1',
    words: /^Cannot attach to pid 1/,
    says: 'vimtrace: cannot trace process 1: it belongs to another user; trace it as root: sudo ltrace -p 1',
    code: 0,
  },
] as const;

test.for(rows)('an ordinary user gets advice after the words of the tracer: $command', async ({
  command,
  words,
  says,
  code,
}, context) => {
  const reason = obstacle(command.split(' ')[0] ?? '', ['--version'], /./);
  if (reason !== undefined) return context.skip(reason);
  const where = nobodys();
  const session = await shell('bash', where, wide);
  session.line(`clear; ${asNobody}vimtrace ${command}`);
  await session.sees(says);
  await session.prompt();
  await session.sees(words);
  expect(await status(session)).toBe(code);
  expect(spools(where)).toEqual([]);
  expect(await session.isAlternate()).toBe(false);
});

test('there is no advice after another mistake', async (context) => {
  const reason = obstacle('tcpdump', ['--version'], /./);
  if (reason !== undefined) return context.skip(reason);
  const where = place({ VIMTRACE_PAGER: 'less' });
  // May capture packets, says the trial; the interface is what fails.
  where.write(
    'work/tcpdump',
    '#!/bin/sh\n[ "$*" != "-i any -L" ] || exit 0\necho "tcpdump: nosuch: No such device exists" >&2; exit 1\n',
    0o755,
  );
  const session = await shell('bash', where, wide);
  session.line('PATH=$PWD:$PATH vimtrace tcpdump -i nosuch');
  await session.sees('No such device exists');
  expect(await status(session)).toBe(1);
  expect(session.transcript).not.toContain('only root');
});

test('the doctor says what an ordinary user may trace with', async (context) => {
  for (const name of ['perf', 'bpftrace', 'tcpdump', 'ltrace']) {
    const reason = obstacle(name, ['--version'], /./);
    if (reason !== undefined) return context.skip(reason);
  }
  const where = nobodys();
  const all = await examined(
    await shell('bash', where, wide),
    where,
    `${asNobody}vimtrace --doctor`,
  );
  for (const [name, to] of [
    ['perf', 'read the trace events of the kernel'],
    ['bpftrace', 'load BPF programs'],
    ['tcpdump', 'capture packets'],
  ])
    expect(all.lines).toContain(
      `note  ${name?.padEnd(12)}only root may ${to} fix: use sudo ${name}`,
    );
  expect(all.lines).toContainEqual(
    expect.stringMatching(/^(?:ok|note) +attach +strace -p .*(?:your own processes|refused)/),
  );
});
