/** judge: the permission to trace and to attach, from findings alone. */
import { describe, expect, it } from 'vitest';
import type { Findings } from '../../../../src/cli/doctor/findings.ts';
import { judge } from '../../../../src/cli/doctor/judge.ts';
import type { Choice } from '../../../../src/cli/pagers/choose.ts';
import { barredBy, lineOf, ptrace, refused, well } from './findings.ts';

const vim: Choice = { kind: 'pager', pager: { command: 'vim', origin: 'the default' } };
type Row = readonly [what: string, changed: Partial<Findings>, line: RegExp];
const rows: readonly Row[] = [
  ['tracing', {}, /^ok ptrace strace may trace the programs that it starts$/],
  [
    'tracing that does not end',
    ptrace({ launch: { is: 'hung' } }),
    /^bad ptrace strace true does not end fix: /,
  ],
  [
    'tracing that was not tried',
    ptrace({ launch: { is: 'untried' } }),
    /^note ptrace not tried: .* fix: install strace$/,
  ],
  [
    'tracing that was not tried and is forbidden',
    ptrace({ launch: { is: 'untried' }, scope: 3 }),
    /^bad ptrace refused: kernel\.yama\.ptrace_scope is 3/,
  ],
  [
    'tracing that is forbidden to everybody',
    barredBy(3, 'effective'),
    /^bad ptrace .*ptrace_scope is 3.* fix: set it to 1 .* reboot$/,
  ],
  [
    'tracing that is allowed to root alone',
    barredBy(2, 'obtainable'),
    /^bad ptrace .*ptrace_scope is 2 fix: use sudo strace, or run sysctl kernel\.yama\.ptrace_scope=1$/,
  ],
  [
    'tracing that is allowed to root outside the container alone',
    barredBy(2, 'barred'),
    /^bad ptrace .*ptrace_scope is 2 fix: start the container with --cap-add=SYS_PTRACE$/,
  ],
  [
    'a seccomp filter',
    ptrace({ launch: refused, isFiltered: true }),
    /^bad ptrace .*seccomp filter.* fix: .*seccomp=unconfined$/,
  ],
  [
    'a tracer of vimtrace itself',
    ptrace({ launch: refused, isFiltered: true, tracer: 7 }),
    /^bad ptrace .*process 7 traces vimtrace itself fix: /,
  ],
  [
    'a refusal without a cause',
    ptrace({ launch: refused }),
    /^bad ptrace strace is refused: ptrace\(X\): Operation not permitted fix: .*journalctl -k$/,
  ],
  ['attaching to every process', {}, /^ok attach strace -p may attach to every process$/],
  [
    'attaching to one’s own processes',
    ptrace({ capability: 'obtainable' }),
    /^ok attach .* to your own processes$/,
  ],
  [
    'attaching that does not end',
    ptrace({ attach: { is: 'hung' } }),
    /^note attach .*does not end$/,
  ],
  [
    'attaching that was not tried',
    ptrace({ attach: { is: 'untried' } }),
    /^note attach not tried$/,
  ],
  [
    'attaching to descendants alone',
    ptrace({ attach: refused, scope: 1, capability: 'obtainable' }),
    /^note attach .*ptrace_scope is 1 fix: use sudo strace, or run sysctl kernel\.yama\.ptrace_scope=0$/,
  ],
  [
    'attaching to descendants alone, in a container',
    ptrace({ attach: refused, scope: 1, capability: 'barred' }),
    /^note attach .*ptrace_scope is 1 fix: start the container/,
  ],
  [
    'a refusal that yama does not cause',
    ptrace({ attach: refused, scope: 1, isFiltered: true }),
    /^note attach .*seccomp filter/,
  ],
];

describe('the doctor', () => {
  it.each(rows)('judges %s', (_what, changed, line) => {
    const about = line.source.split(' ')[1];
    const check = judge({ ...well, ...changed }, vim, false).find((each) => each.about === about);
    expect(check && lineOf(check)).toMatch(line);
  });

  it.each([
    ['allowed', false, 'ok tcpdump may capture packets'],
    ['refused', false, 'note tcpdump only root may capture packets fix: use sudo tcpdump'],
    [
      'refused',
      true,
      'note tcpdump root may not capture packets here fix: give the container the capabilities that tcpdump needs',
    ],
    ['hung', false, 'note tcpdump a trial to capture packets does not end'],
    [
      'failed',
      false,
      'note tcpdump a trial to capture packets fails fix: run tcpdump by hand, and read its message',
    ],
  ] as const)('judges a trial of tcpdump that is %s (root: %s)', (trial, isRoot, line) => {
    const rights = [{ tracer: 'tcpdump', to: 'capture packets', trial, isRoot }];
    expect(judge({ ...well, rights }, vim, false).map(lineOf)).toContain(line);
  });

  it('says of ltrace what it says of strace, if ltrace is there', () => {
    const tracers = [...well.tracers, { name: 'ltrace', version: { is: 'unknown' } } as const];
    expect(judge({ ...well, tracers }, vim, false).map(lineOf)).toContain(
      'ok attach strace -p and ltrace -p may attach to every process',
    );
  });

  it('does not repeat the reason for attaching', () => {
    const lines = judge({ ...well, ...barredBy(3, 'effective') }, vim, false).map(lineOf);
    expect(lines).toContain('note attach strace -p is refused as well');
  });
});
