/** A pager from the user's configuration: how it gets the trace, how it stops on ^Z, and when less replaces it. */
import { symlinkSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pathOf } from '../harness/command.ts';
import type { Place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { configured } from './configured.ts';
import { listed, quit, status } from './typing.ts';

const wide = { columns: 160, rows: 30 };
const line = 'strace -e trace=execve sh -c "exit 3"';

/** A pager that prints why it draws. With --orderly it handles SIGTSTP itself, and draws again after the stop. */
const script = `#!/usr/bin/env node
const [way, file] = process.argv.slice(-2);
const draw = (why) => console.log(require('fs').readFileSync(file, 'utf8') + 'drawn ' + why);
process.on('SIGWINCH', () => draw('for the window'));
const stop = () => {
  process.off('SIGTSTP', stop);
  process.kill(process.pid, 'SIGTSTP');
  process.on('SIGTSTP', stop);
  draw('after its stop');
};
if (way === '--orderly') process.on('SIGTSTP', stop);
process.stdin.on('data', () => process.exit(9));
draw('at its start');
`;

test.for([
  {
    args: ['--orderly', '{file}'],
    stop: 'orderly',
    again: 'drawn after its stop',
    told: 'orderly',
  },
  { args: ['--abrupt', '{file}'], stop: 'abrupt', again: 'drawn for the window', told: 'abrupt' },
  { args: ['--unsaid', '{file}'], stop: undefined, again: 'drawn for the window', told: 'abrupt' },
])('a script with "stop": $stop stops on ^Z, and draws again after fg', async ({
  args,
  stop,
  again,
  told,
}) => {
  const where = configured({ pager: './mine', pagers: { mine: { args, stop } } });
  where.write('work/mine', script, 0o755);
  const session = await shell('bash', where, wide);
  session.line(`clear; vimtrace ${line}`);
  const { pager } = await session.pager('drawn at its start');
  await session.sees('execve(');
  expect(pager.command).toMatch(new RegExp(`mine ${args[0]} /.*/trace $`));
  session.type('\x1a');
  await session.prompt();
  await listed(session, /Stopped.*vimtrace/);
  expect(where.read('journal')).toContain(`"type":"pagerStopped","stop":"${told}"`);
  session.line('clear; fg');
  await session.pager(again);
  await quit(session, '\r');
  expect(await status(session)).toBe(3);
});

/** Link `program` as ./mine, a name that vimtrace does not know. */
function withProgram(program: string, config: object): Place {
  const where = configured({ pager: './mine', ...config });
  symlinkSync(pathOf(program), `${where.directory}/work/mine`);
  return where;
}

test('less under another name is treated as less if the configuration says so', async () => {
  const where = withProgram('less', { pagers: { mine: 'less' } });
  const session = await shell('bash', where, wide);
  session.line(`clear; vimtrace ${line}`);
  const { pager } = await session.pager('execve(');
  expect(pager.command).toMatch(/mine .*\/trace $/);
  await session.idle(pager.pid);
  session.type('\x1a');
  await session.prompt();
  expect(where.read('journal')).toContain('"type":"pagerStopped","stop":"orderly"');
  session.line('clear; fg');
  await session.pager('execve(');
  await session.idle(pager.pid);
  await quit(session);
  expect(await status(session)).toBe(3);
});

test('less replaces an editor for a large trace, unless the user asks for the editor', async () => {
  const where = withProgram('vim', {
    large: '100',
    pagers: { mine: { args: ['-R', '{file}'], isEditor: true } },
  });
  const session = await shell('bash', where, wide);
  session.line(`clear; vimtrace ${line}`);
  expect((await session.pager('execve(')).pager.command).toMatch(/^less /);
  await quit(session);
  await session.sees(
    /^vimtrace: the trace has \d+ bytes: opened in less, because \.\/mine would read it all first/,
  );
  for (const command of ['VIMTRACE_LARGE=1M vimtrace', 'vimtrace -p ./mine']) {
    session.line(`clear; ${command} ${line}`);
    const { pager } = await session.pager('execve(');
    expect(pager.command).toMatch(/mine -R /);
    await session.idle(pager.pid);
    await quit(session, ':q\r');
  }
});
