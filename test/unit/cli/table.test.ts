/** Tables with the user's own profiles: new profiles, replaced profiles, and second names of known profiles. */
import { describe, expect, it } from 'vitest';
import { pagerOf, startOf } from '../../../src/cli/pagers/start.ts';
import { pagers } from '../../../src/cli/pagers/table.ts';
import type { Setting } from '../../../src/cli/settings.ts';
import { withOwn } from '../../../src/cli/table.ts';
import { tracers } from '../../../src/cli/tracers/more.ts';
import type { TracerProfile } from '../../../src/cli/tracers/profile.ts';
import { tablesWith, tracing } from '../../../src/cli/tracers/wrappers.ts';

const at = <T>(value: T): Setting<T> => ({ value, origin: '/c:1' });
const own: TracerProfile = {
  stream: 'stdout',
  valued: { letters: '', words: [] },
  untouched: ['h'],
};

describe('tablesWith', () => {
  it('has the known profiles without any of the user’s own', () => {
    expect(tablesWith().tracers).toEqual(tracers);
    expect(Object.keys(tablesWith().wrappers)).toEqual(['sudo', 'env', 'ssh']);
  });

  it('adds a profile, replaces a profile, and gives a profile a second name', () => {
    const tables = tablesWith({ mine: at(own), strace: at(own), cross: at('strace') });
    expect(tables.tracers).toEqual({
      ...tracers,
      mine: own,
      strace: own,
      cross: tracers['strace'],
    });
  });

  it('reads a command line by the profile that replaced the known one', () => {
    const tables = tablesWith({ strace: at(own) });
    expect(tracing('strace', ['ls'], tables)).toMatchObject({ by: 'stream', stream: 'stdout' });
    expect(tracing('/usr/bin/strace', ['-h'], tables)).toMatchObject({ by: 'nothing' });
    expect(tracing('sudo', ['strace', 'ls'], tables)).toMatchObject({ by: 'stream' });
  });

  it('prefers a tracer to a wrapper of the same name', () => {
    const tables = tablesWith({ sudo: at(own) });
    expect(tracing('sudo', ['strace', 'ls'], tables)).toMatchObject({
      by: 'stream',
      filetype: '',
      stream: 'stdout',
    });
  });
});

describe('a pager', () => {
  const mine = { args: ['--show', '{file}'], stop: 'orderly', isEditor: true } as const;
  const table = withOwn(pagers, { mine: at(mine), less: at({ ...mine, stop: 'abrupt' }) });
  const trace = { file: '/t', filetype: '', vim: '/v', isColoured: true };

  it('of the user’s own is started by its profile', () => {
    expect(startOf('/opt/mine -q', trace, table)).toEqual({
      command: 'exec /opt/mine -q',
      args: ['--show', '/t'],
      file: '/t',
      stdin: 'terminal',
      stop: 'orderly',
    });
    expect(startOf('less', trace, table)).toMatchObject({
      args: ['--show', '/t'],
      stop: 'abrupt',
    });
  });

  it('that is an editor gives way to less, even if the configuration names it', () => {
    const pager = { command: 'mine', origin: '/c:1' } as const;
    expect(
      pagerOf(
        pager,
        100,
        100,
        () => true,
        () => table,
      ),
    ).toEqual({
      command: 'less',
      origin: 'the default',
    });
    expect(
      pagerOf(
        pager,
        99,
        100,
        () => true,
        () => table,
      ),
    ).toBe(pager);
  });
});
