/** --doctor names the cause for which ptrace is refused, with real causes. */
import { expect, test } from 'vitest';
import { place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { bad, diagnosis, examined, refusing, wide } from './diagnosis.ts';

test('a seccomp filter is named, with the remedy', async () => {
  const where = place();
  where.write('work/refusing', refusing);
  const all = await examined(
    await shell('bash', where, wide),
    where,
    'python3 refusing vimtrace --doctor',
  );
  expect(bad(all)).toEqual([
    'bad   ptrace      strace is refused: a seccomp filter is in force, as in containers fix: start the container with --cap-add=SYS_PTRACE or --security-opt seccomp=unconfined',
  ]);
  expect(all.lines).toContainEqual(
    expect.stringMatching(/^note +attach +strace -p is refused as well$/),
  );
  expect(all.status).toBe(1);
});

test('a tracer of vimtrace itself is named', async () => {
  const all = await diagnosis({}, 'strace -f -o /dev/null vimtrace --doctor');
  expect(bad(all)).toEqual([
    expect.stringMatching(
      /^bad +ptrace +strace is refused: process \d+ traces vimtrace itself fix: run vimtrace outside process \d+$/,
    ),
  ]);
  expect(all.status).toBe(1);
});

test('the words of strace are quoted if the cause is unknown', async () => {
  const where = place();
  const words = 'strace: ptrace(PTRACE_TRACEME, ...): Operation not permitted';
  where.write('work/strace', `#!/bin/sh\necho '${words}' >&2; exit 1\n`, 0o755);
  const session = await shell('bash', where, wide);
  const all = await examined(session, where, 'PATH=$PWD:$PATH vimtrace --doctor');
  expect(bad(all)).toEqual([
    expect.stringMatching(
      /^bad +ptrace +strace is refused: ptrace\(PTRACE_TRACEME, \.\.\.\): Operation not permitted fix: /,
    ),
  ]);
  expect(all.status).toBe(1);
});

test('strace -p is limited to one’s own processes without CAP_SYS_PTRACE', async (context) => {
  if (process.geteuid?.() !== 0) context.skip('only root has a capability to give up');
  const all = await diagnosis({}, 'setpriv --bounding-set=-sys_ptrace vimtrace --doctor');
  expect(all.lines).toContain(
    'ok    attach      strace -p and ltrace -p may attach to your own processes',
  );
  expect(bad(all)).toEqual([]);
  const whole = await diagnosis({});
  expect(whole.lines).toContain(
    'ok    attach      strace -p and ltrace -p may attach to every process',
  );
});
