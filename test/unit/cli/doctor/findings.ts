/** The doctor's findings in a place where all is well, and functions that change single findings. */
import type { Check } from '../../../../src/cli/doctor/check.ts';
import type { Findings } from '../../../../src/cli/doctor/findings.ts';

export const path = '/h/s/vimtrace';
export const own = { is: 'own', path, mode: 0o700, free: 5 * 1024 ** 3, kept: 0 } as const;
export const well: Findings = {
  node: { version: '22.1.0', path: '/usr/bin/node' },
  sh: { command: '/bin/sh', isDefault: true, kind: 'dash', trial: 'works' },
  terminal: {
    ownership: 'foreground',
    device: '/dev/pts/1',
    isStandardError: true,
    type: 'xterm',
    isTypeKnown: true,
  },
  ignored: [],
  ptrace: {
    launch: { is: 'allowed' },
    attach: { is: 'allowed' },
    scope: undefined,
    capability: 'effective',
    isFiltered: false,
    tracer: 0,
  },
  rights: [],
  tracers: [{ name: 'strace', version: { is: 'known', text: '6.1' } }],
  pagers: [
    { name: 'vim', version: { is: 'known', text: '9.0' } },
    { name: 'more', version: { is: 'unknown' } },
    { name: 'ov', version: { is: 'hung' } },
  ],
  state: own,
  config: { is: 'absent', path: '/h/c/config.json' },
  variables: [],
  unknown: [],
};
export const refused = {
  is: 'refused',
  words: 'strace: ptrace(X): Operation not permitted',
} as const;

export const sh = (changed: Partial<Findings['sh']>) => ({ sh: { ...well.sh, ...changed } });
export const terminal = (changed: Partial<Findings['terminal']>) => ({
  terminal: { ...well.terminal, ...changed },
});
export const ptrace = (changed: Partial<Findings['ptrace']>) => ({
  ptrace: { ...well.ptrace, ...changed },
});
export const barredBy = (scope: number, capability: Findings['ptrace']['capability']) =>
  ptrace({ launch: refused, attach: refused, scope, capability });

/** A check in one line. */
export const lineOf = (check: Check): string => {
  const fix = check.verdict === 'ok' || check.fix === undefined ? '' : ` fix: ${check.fix}`;
  return `${check.verdict} ${check.about} ${check.found}${fix}`;
};
