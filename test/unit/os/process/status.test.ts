/** The readers of /proc/PID/status and of yama's scope: the fields of a real file, and no throw for any other text. */
import { describe, expect, it } from 'vitest';
import type { Pid } from '../../../../src/core/types.ts';
import {
  CAP_SYS_PTRACE,
  hasBit,
  parseScope,
  parseStatus,
  statusOf,
} from '../../../../src/os/process/status.ts';

const text = `Name:\tSigIgn: 7
Umask:\t0022
State:\tS (sleeping)
Pid:\t4711
TracerPid:\t4710
ShdPnd:\t0000000000004000
SigBlk:\t0000000000000000
SigIgn:\t0000000000305007
SigCgt:\t0000000000000000
CapInh:\t0000000000000000
CapEff:\t0000000000080000
CapBnd:\t000001ffffffffff
NoNewPrivs:\t0
Seccomp:\t2
Seccomp_filters:\t1
`;

describe('parseStatus', () => {
  it('reads the fields, also when the name of the command looks like one', () => {
    expect(parseStatus(text)).toEqual({
      tracer: 4710,
      ignored: 0x305007n,
      pending: 0x4000n,
      effective: 0x80000n,
      bounding: 0x1ffffffffffn,
      seccomp: 2,
    });
  });

  it.each([
    '',
    'TracerPid:\n',
    'TracerPid:\tx\nSigIgn:\txyz\nCapEff\t0\n',
    'Seccomp: 2 3\n',
    '\0',
  ])('takes a field that is missing or malformed for 0: %j', (broken) => {
    const none = { tracer: 0, ignored: 0n, pending: 0n, effective: 0n, bounding: 0n, seccomp: 0 };
    expect(parseStatus(broken)).toEqual(none);
  });
});

describe('statusOf', () => {
  it('reads our own status, which the number and "self" both lead to', () => {
    const own = statusOf(process.pid as Pid);
    expect(own).toEqual(statusOf('self'));
    expect(own?.bounding).toBeGreaterThanOrEqual(own?.effective ?? 0n);
    // Node ignores SIGPIPE (13), and nobody can ignore SIGKILL (9).
    expect(hasBit(own?.ignored ?? 0n, 13 - 1)).toBe(true);
    expect(hasBit(own?.ignored ?? 0n, 9 - 1)).toBe(false);
  });

  it('is undefined for a process that does not exist', () => {
    expect(statusOf(4194305 as Pid)).toBe(undefined);
  });
});

describe('hasBit', () => {
  it('numbers the bits from 0', () => {
    const { effective, ignored } = parseStatus(text);
    expect(hasBit(effective, CAP_SYS_PTRACE)).toBe(true);
    expect(hasBit(effective, CAP_SYS_PTRACE - 1)).toBe(false);
    expect([1, 2, 3, 4].map((signal) => hasBit(ignored, signal - 1))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});

describe('parseScope', () => {
  it.each([
    ['0\n', 0],
    ['1\n', 1],
    ['3', 3],
    ['', undefined],
    ['strict\n', undefined],
  ])('%j is %s', (contents, scope) => {
    expect(parseScope(contents)).toBe(scope);
  });
});
