/** weave: the lines of the files of strace -ff, in an order in which they can have happened. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Tree } from '../../../src/trace/answers/index.ts';
import { Reader } from '../../../src/trace/reader.ts';
import { type Part, Places, weave } from '../../../src/trace/weave/index.ts';

const part = (pid: number, text: string, size = text.length): Part => ({
  pid,
  *blocks() {
    for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
  },
});

type Woven = { readonly lines: readonly string[]; readonly cut: readonly number[] };

function woven(...parts: readonly Part[]): Woven {
  const lines: string[] = [];
  const cut: number[] = [];
  weave(parts, {
    take: (line, index) => lines.push(`${parts[index]?.pid} ${line}`),
    cut: (index) => cut.push(parts[index]?.pid ?? 0),
  });
  return { lines, cut };
}

const execve = (name: string): string =>
  `execve("/bin/${name}", ["${name}"], 0x1 /* 9 vars */) = 0`;
const fork = (pid: number): string =>
  `clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|SIGCHLD, child_tidptr=0x1) = ${pid}`;
const thread = (pid: number): string => `clone3({flags=CLONE_VM|CLONE_THREAD}, 88) = ${pid}`;
const wait = (pid: number): string =>
  `wait4(-1, [{WIFEXITED(s) && WEXITSTATUS(s) == 0}], 0, NULL) = ${pid}`;
const exited = '+++ exited with 0 +++';
const text = (...lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

describe('without times', () => {
  it('a child comes before the line in which its parent hears of its end', () => {
    const { lines } = woven(
      part(10, text(execve('sh'), fork(11), 'brk(NULL) = 0x1', wait(11), exited)),
      part(11, text(execve('true'), exited)),
    );
    expect(lines).toEqual([
      `10 ${execve('sh')}`,
      `10 ${fork(11)}`,
      '10 brk(NULL) = 0x1',
      `11 ${execve('true')}`,
      `11 ${exited}`,
      `10 ${wait(11)}`,
      `10 ${exited}`,
    ]);
  });

  it.each([
    'wait4(11, [{WIFSIGNALED(s) && WTERMSIG(s) == SIGKILL}], 0, NULL) = 11 <0.000123>',
    'waitid(P_ALL, -1, {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=11, si_uid=0}, WEXITED, NULL) = 0',
    '--- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_DUMPED, si_pid=11, si_uid=0, si_status=11} ---',
  ])('the end of a child is told by %s', (line) => {
    const { lines } = woven(part(10, text(fork(11), line)), part(11, text(exited)));
    expect(lines).toEqual([`10 ${fork(11)}`, `11 ${exited}`, `10 ${line}`]);
  });

  it('a child that nobody waits for comes after its parent', () => {
    const { lines } = woven(
      part(10, text(fork(11), exited)),
      part(11, text('pause() = ?', exited)),
    );
    expect(lines.map((line) => line.slice(0, 2))).toEqual(['10', '10', '11', '11']);
  });

  it('threads come before the end of their process', () => {
    const { lines } = woven(
      part(10, text(thread(11), thread(12), 'exit_group(0) = ?', exited)),
      part(11, text(exited)),
      part(12, text(exited)),
    );
    expect(lines.map((line) => line.slice(0, 2))).toEqual(['10', '10', '11', '12', '10', '10']);
  });

  it('a thread that executes a program comes before its process goes on under the old pid', () => {
    const { lines } = woven(
      part(
        10,
        text(thread(11), '+++ superseded by execve in pid 11 +++', '<... execve resumed>) = 0'),
      ),
      part(11, text('execve("/bin/true", ["true"], 0x1 /* 1 vars */ <pid changed to 10 ...>')),
    );
    expect(lines.map((line) => line.slice(0, 2))).toEqual(['10', '11', '10', '10']);
  });

  it('a parent comes first, although the kernel gave its child a smaller pid', () => {
    const { lines } = woven(
      part(300, text(execve('true'), exited)),
      part(32_760, text(execve('sh'), fork(300), wait(300), exited)),
    );
    expect(lines[0]).toBe(`32760 ${execve('sh')}`);
    expect(lines.at(-1)).toBe(`32760 ${exited}`);
  });

  it('processes whose birth is not in the trace come in the order of their pids', () => {
    const { lines } = woven(part(10, text(exited)), part(11, text(exited)), part(9, text(exited)));
    expect(lines).toEqual([`10 ${exited}`, `11 ${exited}`, `9 ${exited}`]);
  });
});

describe('with times', () => {
  it('the lines come in the order of their times', () => {
    const { lines } = woven(
      part(10, text('10:00:00.000001 a() = 0', '10:00:00.000004 b() = 0')),
      part(11, text('10:00:00.000002 c() = 0', '10:00:00.000003 d() = 0')),
      part(12, text('10:00:00.000000 e() = 0')),
    );
    expect(lines.map((line) => line.split(' ')[2])).toEqual(['e()', 'a()', 'c()', 'd()', 'b()']);
  });

  it('of -ttt count like those of -tt, and frames of -k stay below their call', () => {
    const { lines } = woven(
      part(10, text('1795880113.000001 a() = 0', ' > frame [0x1]', '1795880113.000003 b() = 0')),
      part(11, text('1795880113.000002 c() = 0')),
    );
    expect(lines.map((line) => line.replace(/ \d+\.\d+/, ''))).toEqual([
      '10 a() = 0',
      '10  > frame [0x1]',
      '11 c() = 0',
      '10 b() = 0',
    ]);
  });

  it('the day goes on after midnight', () => {
    const { lines } = woven(
      part(
        10,
        text('23:59:59.900000 a() = 0', '00:00:00.100000 b() = 0', '00:00:00.300000 c() = 0'),
      ),
      part(11, text('23:59:59.950000 d() = 0', '00:00:00.200000 e() = 0')),
    );
    expect(lines.map((line) => line.split(' ')[2])).toEqual(['a()', 'd()', 'b()', 'e()', 'c()']);
  });

  it('any order of files gives the same order of times', () => {
    const file = fc.array(fc.nat(999), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.array(file, { minLength: 1, maxLength: 8 }), (files) => {
        const stamped = (times: readonly number[]): string =>
          text(
            ...times
              .toSorted((a, b) => a - b)
              .map((ms) => `10:00:00.${String(ms).padStart(3, '0')} a() = 0`),
          );
        const { lines } = woven(...files.map((times, index) => part(100 + index, stamped(times))));
        const times = lines.map((line) => line.split(' ')[1] ?? '');
        expect(times).toEqual(times.toSorted());
        expect(lines.length).toBe(files.flat().length);
      }),
    );
  });
});

describe('a last line without a newline', () => {
  it('is a call that has not returned, or is cut', () => {
    const found = woven(part(10, 'read(0, '), part(11, 'read(0, "a", 1) = 1\nopenat(AT_FDCWD, "x'));
    expect(found.lines).toEqual([
      '10 read(0,  <unfinished ...>',
      '11 read(0, "a", 1) = 1',
      '11 openat(AT_FDCWD, "x <unfinished ...>',
    ]);
    expect(found.cut).toEqual([]);
    expect(woven(part(10, 'read(0, "a", 1) = 1\nrea'), part(11, text(exited))).cut).toEqual([10]);
  });
});

describe('any parts', () => {
  const line = fc.constantFrom(
    fork(11),
    fork(12),
    fork(10),
    wait(11),
    thread(12),
    exited,
    'a() = 0',
    '',
  );
  const some = fc.tuple(fc.array(line, { maxLength: 6 }), fc.integer({ min: 1, max: 40 }));

  it('give all their lines once, each file in its own order, in blocks of any size', () => {
    fc.assert(
      fc.property(some, some, some, (...all) => {
        const pids = [10, 11, 12];
        const { lines } = woven(
          ...all.map(([of, size], index) => part(pids[index] ?? 0, text(...of), size)),
        );
        for (const [index, [of]] of all.entries()) {
          const own = lines.filter((each) => each.startsWith(`${pids[index]} `));
          expect(own.map((each) => each.slice(3))).toEqual(of);
        }
      }),
    );
  });

  it('have their places', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { minLength: 1, maxLength: 50 }), (order) => {
        const places = new Places();
        const counts = [0, 0, 0, 0];
        const spots = order.map((index) => {
          places.add(index);
          counts[index] = (counts[index] ?? 0) + 1;
          return { part: index, line: counts[index] };
        });
        expect(order.map((_, index) => places.at(index + 1))).toEqual(spots);
        expect([0, 1, 2, 3].map((index) => places.lines(index))).toEqual(counts);
      }),
    );
  });
});

it('a thread that executes a program goes on as its process', () => {
  const parts = [
    part(
      10,
      text(
        execve('python3'),
        thread(11),
        '+++ superseded by execve in pid 11 +++',
        '<... execve resumed>) = 0',
        exited,
      ),
    ),
    part(11, text('execve("/bin/true", ["true"], 0x1 /* 8 vars */ <pid changed to 10 ...>')),
  ];
  const tree = new Tree();
  const reader = new Reader((fact) => void tree.see(fact));
  weave(parts, {
    take: (line, index) => reader.line(line, parts[index]?.pid ?? 0),
    cut: () => undefined,
  });
  expect(reader.end()).toMatchObject({ notUnderstood: 0, open: [] });
  expect([...tree.rows()]).toMatchObject([
    { pid: 10, argv: ['true'], ended: { by: 'exit', code: 0 } },
    { pid: 11, parent: 10, isThread: true, argv: ['python3'] },
  ]);
});
