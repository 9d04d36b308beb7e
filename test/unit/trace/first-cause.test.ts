/**
 * firstCause reads only parts of a trace, and finds the cause that the whole trace has. bench/cause compares the two on
 * traces of real programs.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstCause } from '../../../src/trace/answers/first-cause.ts';
import { Cause } from '../../../src/trace/answers/index.ts';
import { excerptOf } from '../../../src/trace/cause/excerpt.ts';
import { rowsOf } from './lines-in.ts';

const enoent = '-1 ENOENT (No such file or directory)';
const reads = (pid: number, count: number): readonly string[] =>
  Array.from({ length: count }, () => `${pid} read(3, "..."..., 4096) = 4096`);
const failing = (pid: number): readonly string[] => [
  `${pid} openat(AT_FDCWD, "nothing", O_RDONLY) = ${enoent}`,
  `${pid} write(2, "cat: nothing: No such file or di"..., 40) = 40`,
  `${pid} exit_group(1) = ?`,
  `${pid} +++ exited with 1 +++`,
];
const begin = '5 execve("/bin/sh", ["sh"], 0x7ff /* 9 vars */) = 0';
const clone = '5 clone(child_stack=NULL, flags=SIGCHLD) = 6';

/** Traces of 1 MB and more, whose cause is the call "nothing". */
const rows: readonly (readonly [string, readonly string[]])[] = [
  ['at the end', [begin, ...reads(5, 30_000), ...failing(5)]],
  [
    'in a child, long before the end',
    [
      begin,
      clone,
      ...failing(6),
      ...reads(5, 30_000),
      '5 exit_group(1) = ?',
      '5 +++ exited with 1 +++',
    ],
  ],
  [
    'in a child that was born long before',
    [
      begin,
      clone,
      ...reads(6, 30_000),
      ...failing(6),
      '5 exit_group(1) = ?',
      '5 +++ exited with 1 +++',
    ],
  ],
];

describe('the cause of a long trace', () => {
  it.each(rows)('is found %s', (_, lines) => {
    const line = lines.findIndex((each) => each.includes('"nothing"')) + 1;
    expect(rowsOf(new Cause(), ...lines)[0]?.line).toBe(line);
    expect(firstCause(`${lines.join('\n')}\n`)?.line).toBe(line);
  });

  it('is sought in a small part of it', () => {
    for (const [, lines] of rows) {
      const read = excerptOf(lines.join('\n')).reduce((sum, { from, to }) => sum + to - from, 0);
      expect(read).toBeLessThan(60 * 1024);
    }
  });

  it('is nothing where nothing failed', () => {
    const lines = [begin, ...reads(5, 30_000), ...failing(5).slice(0, 2)];
    const end = ['5 exit_group(0) = ?', '5 +++ exited with 0 +++', ''];
    expect(firstCause([...lines, ...end].join('\n'))).toBeUndefined();
  });
});

it('takes whole lines, in order and each once, whatever the text is', () => {
  const piece = fc.constantFrom(
    '\n',
    'clone',
    'write(2',
    '+++ killed',
    ' = -1 ',
    'x'.repeat(5000),
    'execve(',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const text = pieces.join('');
      let end = 0;
      for (const { from, to } of excerptOf(text)) {
        expect(from).toBeGreaterThanOrEqual(end);
        expect(from === 0 || text[from - 1] === '\n').toBe(true);
        expect(to === text.length || text[to - 1] === '\n').toBe(true);
        end = to;
      }
      firstCause(text);
    }),
  );
});
