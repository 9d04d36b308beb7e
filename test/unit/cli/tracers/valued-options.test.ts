/** The options with a value in the other tables, compared with the installed tools, which report a missing value. */
import { execaSync } from 'execa';
import { describe, expect, it } from 'vitest';
import { scan } from '../../../../src/cli/tracers/grammar.ts';
import { builtin } from '../../../../src/cli/tracers/wrappers.ts';

const PATH = `${process.env['PATH']}:/usr/sbin:/sbin`;
const alphabet = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const { tracers, wrappers } = builtin;

/**
 * `run` starts the tool in such a way that the tool ends by itself. `except` lists the letters and words
 * that the test leaves out: options that start something, belong elsewhere, or have an optional value.
 */
const tools = [
  {
    run: 'perf trace -i /nowhere/file',
    profile: tracers['perf'],
    except: 'F --pf --debug --debugfs-dir --buildid-dir',
  },
  { run: 'bpftrace', profile: tracers['bpftrace'], except: 'l' },
  { run: 'uftrace', profile: tracers['uftrace'], except: '' },
  { run: 'tcpdump -r /nowhere/file', profile: tracers['tcpdump'], except: '' },
  { run: 'sysdig -r /nowhere/file', profile: tracers['sysdig'], except: '' },
  { run: 'stap', profile: tracers['stap'], except: '' },
  { run: 'sudo', profile: wrappers['sudo'], except: 'ekKlvish' },
  { run: 'env', profile: wrappers['env'], except: '' },
  { run: 'ssh', profile: wrappers['ssh'], except: '' },
] as const;

const isInstalled = (run: string): boolean =>
  execaSync(run.split(' ')[0] ?? '', ['-h'], {
    env: { PATH },
    extendEnv: false,
    timeout: 5000,
    stdio: 'ignore',
    reject: false,
  }).code === undefined;

/** Whether the option needs a value; undefined if the tool does not know the option. */
function wantsValue(run: string, option: string): boolean | undefined {
  const [command = '', ...args] = run.split(' ');
  const ended = execaSync(command, [...args, option], {
    encoding: 'latin1',
    stdin: 'ignore',
    timeout: 20_000,
    env: { PATH, LC_ALL: 'C' },
    extendEnv: false,
    reject: false,
    all: true,
  });
  if (ended.code !== undefined) throw ended;
  if (/requires an? (argument|value)/.test(ended.all)) return true;
  return /(unrecognized|unknown|invalid) (option|switch)/.test(ended.all) ? undefined : false;
}

describe.for(tools)('$run', ({ run, profile, except }) => {
  const [letters = '', ...words] = except.split(' ');
  const options = [
    ...alphabet.filter((letter) => !letters.includes(letter)).map((letter) => `-${letter}`),
    ...(profile?.valued.words ?? [])
      .map((word) => `--${word}`)
      .filter((word) => !words.includes(word)),
  ];

  it('takes a value for the options that the table names', (context) => {
    if (profile === undefined || !isInstalled(run)) return context.skip(`${run} is not installed`);
    const answers = options.map((option) => ({ option, wants: wantsValue(run, option) }));
    const wanting = answers.filter(({ wants }) => wants).map(({ option }) => option);
    const known = answers.filter(({ wants }) => wants !== undefined).map(({ option }) => option);
    const valued = known.filter((option) => scan(profile, [option, 'value', 'x']).end === 2);
    expect(valued).toEqual(wanting);
  });
});
