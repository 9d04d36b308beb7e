/** settle: the command line overrides the environment, then the user's file, then the default. And milliseconds. */
import { describe, expect, it } from 'vitest';
import {
  type Asked,
  type Config,
  milliseconds,
  type Settings,
  settle,
} from '../../../src/cli/settings.ts';

const config: Config = {
  pager: { value: 'less', origin: '/c:2' },
  hangup: { value: 'keep', origin: '/c:3' },
  grace: { value: 7, origin: '/c:4' },
  keep: { value: '3', origin: '/c:5' },
  large: { value: '5M', origin: '/c:6' },
  at: { value: 'end', origin: '/c:7' },
};

type Row = readonly [
  asked: Asked,
  env: Readonly<Record<string, string>>,
  config: Config | undefined,
  settings: Partial<Settings>,
];
const rows: readonly Row[] = [
  [
    {},
    {},
    undefined,
    {
      pager: undefined,
      hangup: { value: 'end', origin: 'the default' },
      grace: { value: 2, origin: 'the default' },
      keep: { value: '10,500M,7d/20,2G', origin: 'the default' },
      large: { value: '1G', origin: 'the default' },
      at: { value: 'cause', origin: 'the default' },
      tracers: undefined,
      pagers: undefined,
    },
  ],
  [{}, {}, config, config],
  [
    {},
    { VIMTRACE_PAGER: 'most', VIMTRACE_KEEP: '9,1G', VIMTRACE_LARGE: '7K', VIMTRACE_AT: 'start' },
    config,
    {
      pager: { value: 'most', origin: '$VIMTRACE_PAGER' },
      keep: { value: '9,1G', origin: '$VIMTRACE_KEEP' },
      large: { value: '7K', origin: '$VIMTRACE_LARGE' },
      at: { value: 'start', origin: '$VIMTRACE_AT' },
      grace: { value: 7, origin: '/c:4' },
    },
  ],
  [
    { pager: 'view', hangup: 'end', grace: 0 },
    { VIMTRACE_PAGER: 'most' },
    config,
    {
      pager: { value: 'view', origin: '--pager' },
      hangup: { value: 'end', origin: '--hangup' },
      grace: { value: 0, origin: '--grace' },
    },
  ],
  [{}, { VIMTRACE_PAGER: '' }, config, { pager: { value: '', origin: '$VIMTRACE_PAGER' } }],
  [{ pager: '' }, {}, config, { pager: { value: '', origin: '--pager' } }],
  [
    {},
    { VIMTRACE_KEEP: '', VIMTRACE_LARGE: '' },
    config,
    { keep: { value: '3', origin: '/c:5' }, large: { value: '5M', origin: '/c:6' } },
  ],
];

describe('settle', () => {
  it.each(
    rows,
  )('settles the options %j, the environment %j and the file %j', (asked, env, file, settings) => {
    expect(settle(asked, env, file)).toMatchObject(settings);
  });
});

describe('milliseconds', () => {
  it.each([
    [0, 0],
    [0.5, 500],
    [2_147_483, 2_147_483_000],
    [2_147_484, 2 ** 31 - 1],
    [1e300, 2 ** 31 - 1],
  ])('are limited to what a timer takes, for %d s', (seconds, expected) => {
    expect(milliseconds(seconds)).toBe(expected);
  });
});
