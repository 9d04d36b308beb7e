/** vimtrace fails after it has made the directory for the trace, and before the tracer runs: no directory stays. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { run, status } from './typing.ts';

const wide = { columns: 300, rows: 40 };

/**
 * A state directory below `home` whose path is so long that PATH_MAX has room for PID-XXXXXX,
 * for every pid of two to seven digits, and not for the file PID-XXXXXX/trace.
 */
function longest(home: string): string {
  const length = 4080 - '/vimtrace'.length;
  let path = home;
  while (length - path.length > 200) path = join(path, 'd'.repeat(100));
  return join(path, 'd'.repeat(length - path.length - 1));
}

test.for([
  ['that prints its trace', 'vimtrace sh -c :'],
  ['that env runs', 'vimtrace env strace true'],
] as const)('the file for a tracer %s has too long a name', async ([, line]) => {
  const home = place();
  const state = longest(home.directory);
  const where = place({ VIMTRACE_PAGER: 'less', XDG_STATE_HOME: state });
  const session = await shell('bash', where, wide);
  session.line(line);
  await session.sees('name too long; set XDG_STATE_HOME');
  expect(await status(session)).toBe(125);
  expect(home.list(`${state.slice(home.directory.length)}/vimtrace`)).toEqual([]);
});

test.for([
  ['our own arguments', '/proc/self/cmdline', "vimtrace strace $'no UTF-8: \\377'"],
  ['the file of dist with the messages', '/run.cjs', 'vimtrace nosuch'],
] as const)('%s cannot be read, and an exception ends vimtrace', async ([, file, line]) => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const fault = where.write(
    'tmp/fault.cjs',
    `const fs = require('node:fs');
for (const name of ['readFileSync', 'openSync']) {
  const usual = fs[name];
  fs[name] = (file, ...how) => {
    if (String(file).endsWith('${file}')) throw new Error('injected');
    return usual(file, ...how);
  };
}
`,
  );
  where.write('tmp/node', `#!/bin/sh\nexec ${process.execPath} --require ${fault} "$@"\n`, 0o755);
  const session = await shell('bash', where, wide);
  await run(session, `PATH=${where.directory}/tmp:$PATH`);
  session.line(line);
  await session.sees('vimtrace: cannot go on: Error: injected');
  expect(await status(session)).toBe(125);
  expect(where.list('home/state/vimtrace')).toEqual([]);
});
