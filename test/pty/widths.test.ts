/** --help, --doctor and --print-config on terminals of several widths, and when they have colours. */
import { mkdirSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import measure from 'fast-string-truncated-width';
import { describe, expect, test } from 'vitest';
import { type Place, place } from '../harness/place.ts';
import type { Session } from '../harness/session.ts';
import { shell } from '../harness/shells.ts';
import { sparing } from './diagnosis.ts';
import { run } from './typing.ts';

/** A place whose configuration has wide characters in its path and in its values. */
function chinese(): Place {
  const where = place({ VIMTRACE_PAGER: 'less' });
  mkdirSync(`${where.directory}/home/跟踪/vimtrace`, { recursive: true });
  where.write('home/跟踪/vimtrace/config.json', '{ "tracers": { "跟踪程序": "strace" } }');
  const env = { ...where.env, XDG_CONFIG_HOME: `${where.directory}/home/跟踪` };
  return { ...where, env };
}

/** What `command` writes to the terminal, line by line. */
async function printed(session: Session, command: string): Promise<readonly string[]> {
  await run(session, 'clear');
  const before = session.transcript.length;
  await run(session, `echo be""gin; ${command}; echo en""d`);
  const text = session.transcript.slice(before);
  const [, output = ''] = /begin\r\n([\s\S]*)\r\nend\r\n/.exec(text) ?? [];
  expect(output).not.toBe('');
  return output.split('\r\n');
}

describe.for([40, 80, 200])('on %i columns', (columns) => {
  test.for([
    '--help',
    '--doctor',
    '--print-config',
  ])('vimtrace %s wraps at words', async (option) => {
    const session = await shell('bash', chinese(), { columns, rows: 50 });
    const lines = (await printed(session, `vimtrace ${option}`)).map(stripVTControlCharacters);
    const tooWide = lines.filter((line) => measure(line).width > columns);
    // One word, or a setting and its value, has no place to break.
    const whole = /^ *(\/\/ )?\S+$|^ *"\S+": [^/]*"[^"]*",?$/;
    expect(tooWide.filter((line) => !whole.test(line))).toEqual([]);
    expect(Math.max(...lines.map((line) => measure(line).width))).toBeGreaterThan(
      Math.min(columns * 0.8, 100),
    );
  });
});

describe('colours', () => {
  test.for([
    { set: '', to: '', coloured: true },
    { set: 'NO_COLOR=1', to: '', coloured: false },
    { set: 'NO_COLOR=', to: '', coloured: true },
    { set: 'CLICOLOR=0', to: '', coloured: false },
    { set: 'TERM=dumb', to: '', coloured: false },
    { set: '', to: '| cat', coloured: false },
    { set: 'CLICOLOR=1', to: '| cat', coloured: false },
    { set: 'CLICOLOR_FORCE=1', to: '| cat', coloured: true },
    { set: 'CLICOLOR_FORCE=0', to: '| cat', coloured: false },
    { set: 'CLICOLOR_FORCE=1 NO_COLOR=1', to: '| cat', coloured: false },
  ])('$set vimtrace --doctor $to: $coloured', async ({ set, to, coloured }) => {
    const session = await shell('bash', sparing(place({ VIMTRACE_PAGER: 'less' })));
    for (const option of ['--doctor', '--print-config', '--help']) {
      const text = (await printed(session, `${set} vimtrace ${option} ${to}`)).join('\n');
      expect(text.includes('\x1b[')).toBe(coloured);
    }
  });
});

test('a pipe gets running text of 80 columns', async () => {
  const session = await shell('bash', place(), { columns: 200, rows: 50 });
  const lines = await printed(session, 'vimtrace --help | cat');
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
  expect(Math.max(...lines.map(({ length }) => length))).toBeGreaterThan(70);
});
