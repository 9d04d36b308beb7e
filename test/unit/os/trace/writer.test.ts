/** A writer of a trace, by what can be seen of it from here. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { isAtWork, ourselves } from '../../../../src/os/trace/writer.ts';

const us = { ...ourselves(), time: Date.now() };
const ended = { ...us, pid: spawnSync('true').pid };
const [host, boot, namespace] = ['there', 'another boot', 'pid:[1]'];

describe('ourselves', () => {
  it('are known by all that tells a process', () => {
    expect(us.pid).toBe(process.pid);
    expect(us.birth).toBeGreaterThan(0);
    expect(us.host).not.toBe('');
    expect(us.boot).toMatch(/^[\da-f-]{36}$/);
    expect(us.namespace).toMatch(/^pid:\[\d+\]$/);
  });
});

describe('isAtWork', () => {
  it.each([
    ['yes', 'we', us],
    ['yes', 'we, who do not know when we began', { ...us, birth: 0 }],
    ['yes', 'we, as an earlier version wrote it', { ...us, host: '', boot: '', namespace: '' }],
    ['yes', 'we, before the host was renamed', { ...us, host }],
    ['no', 'one that has ended', ended],
    ['no', 'one of our number, long before we began', { ...us, birth: 0, time: 0 }],
    ['no', 'one that had our number before', { ...us, birth: us.birth - 1 }],
    ['no', 'one of this host, before it was booted', { ...us, boot }],
    ['no', 'one of another namespace, before this host was booted', { ...us, boot, namespace }],
    ['perhaps', 'one of another host', { ...ended, host, boot }],
    ['perhaps', 'one of another pid namespace', { ...ended, namespace }],
    ['perhaps', 'one of a container', { ...ended, host, namespace }],
  ])('%s: %s', (expected, _who, writer) => {
    expect(isAtWork(writer)).toBe(expected);
  });
});
