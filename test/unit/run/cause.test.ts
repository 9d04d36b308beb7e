/** causeIn: where the pager opens after a failure; and how large a trace may be for that. */
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { causeIn } from '../../../src/run/cause.ts';

const directory = mkdtempSync(join(tmpdir(), 'vimtrace-cause-'));
afterAll(() => rmSync(directory, { recursive: true }));

const failing = `execve("/bin/cat", ["cat", "nothing"], 0x7ff /* 9 vars */) = 0
openat(AT_FDCWD, "nothing", O_RDONLY) = -1 ENOENT (No such file or directory)
write(2, "cat: nothing: No such file or di"..., 40) = 40
exit_group(1) = ?
+++ exited with 1 +++
`;

/** The path of a trace with `text`, which is `bytes` large. */
function traceOf(text: string, bytes = text.length): string {
  const path = join(directory, 'trace');
  writeFileSync(path, text, 'latin1');
  truncateSync(path, bytes);
  return path;
}

it('is the line of the cause, with the words for it', () => {
  expect(causeIn(traceOf(failing))).toEqual({
    is: 'line',
    line: 2,
    why: 'exit 1, perhaps for this: openat("nothing") = -1 ENOENT',
  });
});

it.each([
  ['nothing in the trace explains the failure', 'exit_group(1) = ?\n+++ exited with 1 +++\n'],
  ['the trace is empty', ''],
  ['the trace is none of strace', '\0\xff\ncat: nothing: No such file or directory\n'],
])('is the start if %s', (_, text) => {
  expect(causeIn(traceOf(text))).toEqual({ is: 'start' });
});

it('is the start if the file is gone, or larger than 64 MiB', () => {
  expect(causeIn(join(directory, 'gone'))).toEqual({ is: 'start' });
  // The file has a hole at its end, so the disk does not fill.
  expect(causeIn(traceOf(failing, 64 * 1024 ** 2 + 1))).toEqual({ is: 'start' });
  expect(causeIn(traceOf(failing, 1024 ** 2))).toMatchObject({ is: 'line', line: 2 });
});
