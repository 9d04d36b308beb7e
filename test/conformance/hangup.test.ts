/** H1: which process gets which signal when a terminal vanishes, and what its calls on that terminal return. */
import { describe, expect, test } from 'vitest';
import { exit, hangup, type PerShell, type Shell, shells, survivors } from './hangup-table.ts';
import { Observed } from './observed.ts';

type Row = keyof typeof hangup;
const rows = Object.keys(hangup) as Row[];

/** The jobs, in the order of their start; the last job has the terminal. */
const jobs = (name: Shell): readonly (readonly [Row, string])[] => {
  const disown = { zsh: '&!', bash: '& disown $!', fish: '& disown $last_pid' };
  return [
    ['a job in the background', 'OBSERVE &'],
    ...(name === 'dash' || name === 'mksh'
      ? []
      : [['a disowned job', `OBSERVE ${disown[name]}`] as const]),
    ['a job in the background, by nohup', 'nohup OBSERVE &'],
    ['a job in a session of its own, by setsid', 'setsid OBSERVE &'],
    ['a job in the foreground', 'OBSERVE'],
  ];
};

const sent = (shell: Observed, those: readonly string[]) =>
  Object.fromEntries(
    those.map((row) => {
      if (row === 'the shell') return [row, shell.sentToShell().toSorted()];
      return [row, shell.has(row) ? shell.sent(row).toSorted() : undefined];
    }),
  );

const expected = (table: Readonly<Record<string, PerShell>>, name: Shell) =>
  Object.fromEntries(Object.entries(table).map(([row, per]) => [row, per[name]?.toSorted()]));

describe.for(shells)('%s', (name) => {
  test('H1: behaves as in the table if its terminal is closed', async () => {
    const shell = new Observed(name);
    await shell.prompt();
    await shell.start('a stopped job', 'OBSERVE');
    await shell.stop('a stopped job');
    for (const [row, line] of jobs(name)) await shell.start(row, line);
    await shell.foreground('a job in the foreground');
    await shell.hangUp();

    const started = rows.filter((row) => shell.has(row));
    for (const row of started) await shell.end(row);
    expect(sent(shell, rows)).toEqual(expected(hangup, name));

    // nohup has replaced the terminal by a file.
    for (const row of started.filter((each) => !each.endsWith('nohup'))) {
      expect({
        'read(2) that begins later': shell.returned(row, 'read(0,'),
        'write(2)': shell.returned(row, 'write(1,'),
        'open(2) of /dev/tty': shell.returned(row, 'openat(AT_FDCWD, "/dev/tty"'),
      }).toEqual({
        'read(2) that begins later': survivors['read(2) that begins later'],
        'write(2)': survivors['write(2)'],
        'open(2) of /dev/tty': survivors['open(2) of /dev/tty'],
      });
    }
  });

  test('H1: behaves as in the table if its terminal is closed while a job reads', async () => {
    const shell = new Observed(name);
    await shell.prompt();
    await shell.reads('a reader');
    await shell.hangUp();
    await shell.over('a reader');
    expect(shell.returned('a reader', 'read(0,')).toBe(
      survivors['read(2) that waits for input when the terminal vanishes'],
    );
  });

  test('H1: behaves as in the table if its user types exit', async () => {
    const shell = new Observed(name);
    await shell.prompt();
    await shell.start('a stopped job', 'OBSERVE');
    await shell.stop('a stopped job');
    const some = Object.keys(exit);
    for (const [row, line] of jobs(name)) if (some.includes(row)) await shell.start(row, line);
    await shell.prompt();
    await shell.exit();
    for (const row of some) if (shell.has(row)) await shell.end(row);
    expect(sent(shell, some)).toEqual(expected(exit, name));
  });
});
