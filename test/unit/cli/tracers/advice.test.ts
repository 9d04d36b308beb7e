/** advice: what vimtrace says if the kernel refused a tracer. */
import { expect, it } from 'vitest';
import {
  advice,
  type Permission,
  type Target,
  targetsOf,
} from '../../../../src/cli/tracers/advice.ts';

const ours: Target = { pid: 7, owner: 'us', tracer: 0 };
const others: Target = { ...ours, owner: 'another' };
const gone: Target = { ...ours, owner: 'nobody any more' };
const traced: Target = { ...ours, tracer: 9 };

const can: Permission = { isPrivileged: false, scope: 0, isRefused: () => false };
const refused: Permission = { ...can, isRefused: () => true };

const rows: readonly (readonly [string, readonly Target[], Permission, RegExp | undefined])[] = [
  ['a missing program', [], can, undefined],
  ['a program, root', [], { ...can, isPrivileged: true, scope: 2 }, undefined],
  ['a program, yama 1', [], { ...can, scope: 1 }, undefined],
  [
    'a program, yama 2',
    [],
    { ...can, scope: 2 },
    /trace this process: kernel\.yama\.ptrace_scope is 2; .*sudo/,
  ],
  ['a program, yama 3, root', [], { ...can, isPrivileged: true, scope: 3 }, /is 3; .*next boot/],
  ['a program, refused', [], refused, /not permitted here; vimtrace --doctor/],
  ['a process that has ended', [gone], refused, undefined],
  ['a process of one’s own, without a known cause', [ours], can, undefined],
  ['a process of one’s own, yama 1', [ours], { ...can, scope: 1 }, /ptrace_scope is 1; .*sysctl/],
  [
    'a process of one’s own, yama 1, root',
    [ours],
    { ...can, isPrivileged: true, scope: 1 },
    undefined,
  ],
  ['a process of one’s own, refused', [ours], refused, /vimtrace --doctor/],
  ['another user’s process', [others], can, /process 7: .*another user; .*sudo strace -p 7$/],
  ['another user’s process, root', [others], { ...can, isPrivileged: true }, undefined],
  [
    'a process that is traced',
    [gone, traced],
    { ...can, isPrivileged: true },
    /process 7: process 9 traces/,
  ],
];

it.each(rows)('advice for %s', (_how, targets, permission, said) => {
  const text = advice('strace', targets, permission);
  if (said === undefined) expect(text).toBeUndefined();
  else {
    expect(text).toMatch(said);
    expect(text).toMatch(/^vimtrace: cannot trace [^\n:]+: [^\n]*[^\n.:; ]$/);
  }
});

it.each([
  ['strace', 'ls', []],
  ['strace', '-p 1', [1]],
  ['/usr/bin/strace', '-f -p1 --attach=2,3 -p 4', [1, 2, 3, 4]],
  ['strace', 'prog -p 1', []],
  ['strace', '-p none', []],
  ['ltrace', '-p 5', [5]],
  ['sudo', 'strace -p 1', undefined],
  ['ls', '-p 1', undefined],
] as const)('the targets of %s %s are %j', (command, line, pids) => {
  expect(targetsOf(command, line.split(' '))).toEqual(pids);
});
