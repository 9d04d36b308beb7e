/** Whether the writer of a trace still runs, as far as this process can see. */
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { isAtWork, ourselves } from '../../../../src/os/trace/writer.ts';

const us = { ...ourselves(), time: Date.now() };
const gone = execa('true');
await gone;
const ended = { ...us, pid: gone.pid ?? 0 };
const [host, boot, namespace] = ['there', 'another boot', 'pid:[1]'];

describe('ourselves', () => {
  it('has everything that identifies a process', () => {
    expect(us.pid).toBe(process.pid);
    expect(us.birth).toBeGreaterThan(0);
    expect(us.host).not.toBe('');
    expect(us.boot).toMatch(/^[\da-f-]{36}$/);
    expect(us.namespace).toMatch(/^pid:\[\d+\]$/);
  });
});

describe('isAtWork', () => {
  it.each([
    ['yes', 'this process', us],
    ['yes', 'this process, with an unknown birth', { ...us, birth: 0 }],
    [
      'yes',
      'this process, as an earlier version wrote it',
      { ...us, host: '', boot: '', namespace: '' },
    ],
    ['yes', 'this process, before the host was renamed', { ...us, host }],
    ['no', 'a process that has ended', ended],
    ['no', 'a process with our pid, long before this process began', { ...us, birth: 0, time: 0 }],
    ['no', 'a process that had our pid before', { ...us, birth: us.birth - 1 }],
    ['no', 'a process of this host, before the last boot', { ...us, boot }],
    [
      'no',
      'a process of another namespace, before the last boot of this host',
      { ...us, boot, namespace },
    ],
    ['perhaps', 'a process of another host', { ...ended, host, boot }],
    ['perhaps', 'a process of another pid namespace', { ...ended, namespace }],
    ['perhaps', 'a process of a container', { ...ended, host, namespace }],
  ])('answers %s for %s', (expected, _who, writer) => {
    expect(isAtWork(writer)).toBe(expected);
  });
});
