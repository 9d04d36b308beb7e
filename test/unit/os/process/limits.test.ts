/** parseFileSize: the limit for the size of a file, from /proc/PID/limits. */
import { expect, it } from 'vitest';
import { fileSizeLimit, parseFileSize } from '../../../../src/os/process/limits.ts';

const limits = (soft: string): string =>
  `Limit                     Soft Limit           Hard Limit           Units
Max cpu time              1                    unlimited            seconds
Max file size             ${soft.padEnd(20)} unlimited            bytes
Max data size             2                    unlimited            bytes
`;

it.each([
  ['51200', 51_200],
  ['0', 0],
  ['unlimited', undefined],
] as const)('a soft limit of %s is %s bytes', (soft, bytes) => {
  expect(parseFileSize(limits(soft))).toBe(bytes);
});

it('there is no limit in a text without one, and usually none for a test', () => {
  expect(parseFileSize('')).toBeUndefined();
  expect(fileSizeLimit()).toBeUndefined();
});
