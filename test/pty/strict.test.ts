/** A setting in the environment that cannot be obeyed is reported like a fault of the configuration. */
import { expect, test } from 'vitest';
import { outcome } from '../harness/command.ts';
import { place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { configOf, configured } from './configured.ts';
import { diagnosis } from './diagnosis.ts';
import { status } from './typing.ts';

const wide = { columns: 200, rows: 30 };

const faults = [
  {
    env: { VIMTRACE_KEEP: 'bar' },
    says: 'vimtrace: cannot read $VIMTRACE_KEEP: it must be COUNT, COUNT,SIZE or COUNT,SIZE,AGE, as 10,500M,7d, then / and the same for unread traces, as /20,2G, not "bar"; correct it, or unset it',
    diagnosed:
      /^bad +environment +VIMTRACE_KEEP must be COUNT, .*, not "bar": .* fix: correct it, /,
  },
  {
    env: { VIMTRACE_LARGE: 'foo' },
    says: 'vimtrace: cannot read $VIMTRACE_LARGE: it must be a size with K, M or G, not "foo"; correct it, or unset it',
    diagnosed:
      /^bad +environment +VIMTRACE_LARGE must be a size .*, not "foo": .* fix: correct it, /,
  },
  {
    env: { VIMTRACE_AT: 'top' },
    says: 'vimtrace: cannot read $VIMTRACE_AT: it must be cause, start or end, not "top"; correct it, or unset it',
    diagnosed:
      /^bad +environment +VIMTRACE_AT must be cause, start or end, not "top": .* fix: correct it, /,
  },
  {
    env: { VIMTRACE_SH: 'nonsense' },
    says: 'vimtrace: cannot run the sh nonsense, set by $VIMTRACE_SH: not found, or not executable; unset VIMTRACE_SH, or set it to a dash, bash or busybox sh',
    diagnosed: /^bad +sh +nonsense, set by \$VIMTRACE_SH: not found, /,
  },
  {
    env: { VIMTRACE_PAGER: 'nosuch -x' },
    says: 'vimtrace: cannot run the pager nosuch, set by $VIMTRACE_PAGER: not found; install it, or set another pager',
    diagnosed: /^bad +pager +nosuch -x, set by \$VIMTRACE_PAGER: nosuch is not found /,
  },
] as const;

test.for(faults)('$env is reported by the run, and nothing runs', async ({ env, says }) => {
  const where = place(env);
  const session = await shell('bash', where, wide);
  session.line('clear; vimtrace strace touch ran');
  await session.sees(says);
  expect(await status(session)).toBe(125);
  expect(where.list('work')).toEqual([]);
});

test.for(faults)('$env is reported by --print-config', ({ env, says }) => {
  const { status: code, stdout, stderr } = outcome(place(env), 'vimtrace', ['--print-config']);
  expect([code, stdout, stderr]).toEqual([125, '', `${says}\n`]);
});

test.for(faults)('$env is bad to the doctor', async ({ env, diagnosed }) => {
  const { lines, status: code } = await diagnosis(env);
  expect(lines).toContainEqual(expect.stringMatching(diagnosed));
  expect(code).toBe(1);
});

test('all faults are reported together, and options like --help work all the same', () => {
  const where = configured('{ "grace": -1 }', { VIMTRACE_KEEP: 'bar', VIMTRACE_SH: 'nonsense' });
  const { stderr } = outcome(where, 'vimtrace', ['--print-config']);
  expect(stderr.split('\n').map((line) => line.split(' must ')[0]?.split(', set')[0])).toEqual([
    `vimtrace: cannot read ${configOf(where)}:1: "grace"`,
    'vimtrace: cannot read $VIMTRACE_KEEP: it',
    'vimtrace: cannot run the sh nonsense',
    '',
  ]);
  for (const option of ['--help', '--list', '--forget --all', '--version'])
    expect(outcome(where, 'vimtrace', option.split(' ')).status).toBe(0);
});

test('vimtrace without any word prints its usage and an example', () => {
  const { status: code, stdout, stderr } = outcome(place(), 'vimtrace', []);
  expect([code, stdout, stderr]).toEqual([
    125,
    '',
    'Usage: vimtrace [options] [--] TRACER [ARG...]\nFor example: vimtrace strace ls\nAll options: vimtrace --help\n',
  ]);
});

test.for([
  { words: ['--lsit'], says: 'unknown option --lsit (did you mean --list?)' },
  { words: ['-last'], says: 'unknown option -l (did you mean --last?)' },
  { words: ['--pager'], says: '--pager needs a value, --pager=CMD' },
  { words: [''], says: 'the name of the tracer is empty' },
  { words: ['--list=1'], says: '--list takes no value' },
])('an option that is misused is reported in our own words: $words', ({ words, says }) => {
  const { status: code, stderr } = outcome(place(), 'vimtrace', words);
  expect([code, stderr]).toEqual([
    125,
    `vimtrace: cannot read the arguments: ${says}; see vimtrace --help\n`,
  ]);
});

const own = { tracers: { 'cross-strace': 'strace' } };
test.for([
  { tracer: 'starce', hint: ' (did you mean strace?)' },
  { tracer: 'sduo', hint: ' (did you mean sudo?)' },
  { tracer: 'cros-strace', hint: ' (did you mean cross-strace?)' },
  { tracer: 'nosuchtracer', hint: '' },
])('a tracer that is not found is reported, with the one that was meant: $tracer', async ({
  tracer,
  hint,
}) => {
  const where = configured(own, { VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where, wide);
  session.line(`clear; vimtrace ${tracer} ls; echo "status:$?:"`);
  await session.sees('status:127:');
  expect((await session.screen()).filter((line) => line.startsWith('vimtrace:'))).toEqual([
    `vimtrace: cannot run ${tracer}: not found in PATH${hint}`,
  ]);
});

test('a variable of vimtrace that is empty counts as not set', () => {
  const env = { VIMTRACE_KEEP: '', VIMTRACE_LARGE: '', VIMTRACE_SH: '' };
  const { status: code, stderr } = outcome(place(env), 'vimtrace', ['--print-config']);
  expect([code, stderr]).toEqual([0, '']);
});
