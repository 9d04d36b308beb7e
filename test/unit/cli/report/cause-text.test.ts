/** causeText: what vim says when it opens at the cause of a failure. */
import { expect, it } from 'vitest';
import { causeText } from '../../../../src/cli/report/cause-text.ts';
import type { CauseRow } from '../../../../src/trace/answers/index.ts';

const row: CauseRow = {
  line: 7,
  pid: 5,
  call: 'openat',
  args: 'AT_FDCWD, "/etc/app.conf", O_RDONLY',
  errno: 'EACCES',
  signal: '',
  object: '/etc/app.conf',
  message: '',
  status: { by: 'exit', code: 1 },
  confidence: 'high',
};
const killed = (signal: `SIG${string}`): Partial<CauseRow> => ({
  call: '',
  args: '',
  errno: '',
  object: '',
  signal,
  status: { by: 'signal', signal },
});

const rows: readonly (readonly [Partial<CauseRow>, string])[] = [
  [{}, 'exit 1, perhaps for this: openat("/etc/app.conf") = -1 EACCES'],
  [
    { call: 'read', args: '3, 0x7ff, 4096', errno: 'EISDIR', object: '' },
    'exit 1, perhaps for this: read(3, 0x7ff, 4096) = -1 EISDIR',
  ],
  [
    {
      call: 'getsockopt',
      args: '3, SOL_SOCKET, SO_ERROR, [ECONNREFUSED], [4]',
      errno: 'ECONNREFUSED',
    },
    'exit 1, perhaps for this: getsockopt(3, SOL_SOCKET, SO_ERROR, [ECONNREFUSED], [4])',
  ],
  [{ ...killed('SIGSEGV'), object: '0x10' }, 'killed by SIGSEGV at 0x10'],
  [killed('SIGKILL'), 'killed by SIGKILL'],
  [
    { ...killed('SIGINT'), status: { by: 'exit', code: 130 } },
    'exit 130, perhaps for this: SIGINT',
  ],
  [
    { ...killed('SIGTERM'), call: 'kill', args: '5, SIGTERM' },
    'killed by SIGTERM, perhaps for this: kill(5, SIGTERM)',
  ],
  [{ object: 'a\nb\u202e\x1b[2J' }, 'exit 1, perhaps for this: openat("a?b??[2J") = -1 EACCES'],
];

it.each(rows)('of %j is %j', (changes, text) => {
  expect(causeText({ ...row, ...changes })).toBe(text);
});

it('is one line, however long the path is', () => {
  const text = causeText({ ...row, object: 'x'.repeat(9000) });
  expect(text).toMatch(/^exit 1, perhaps for this: openat\("x+\.\.\.$/);
  expect(text.length).toBe(160);
});
