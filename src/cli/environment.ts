/** The faults of the variables that are vimtrace's own. VIMTRACE_PAGER has its fault in pagers/choose.ts. */
import { isAt } from './at.ts';
import { isLimits, isSize } from './limits.ts';

export type VariableFault =
  /** `must` is the form that the value should have. */
  | { readonly kind: 'form'; readonly name: string; readonly value: string; readonly must: string }
  /** The sh of VIMTRACE_SH cannot run. */
  | { readonly kind: 'sh'; readonly value: string };

type Environment = Readonly<Record<string, string | undefined>>;

/** All variables of vimtrace, as the man page has them. */
export const variables: readonly string[] = [
  'VIMTRACE_PAGER',
  'VIMTRACE_JOURNAL',
  'VIMTRACE_SH',
  'VIMTRACE_KEEP',
  'VIMTRACE_LARGE',
  'VIMTRACE_AT',
];

/** The names in `env` that look like variables of vimtrace, and are none. A run ignores them; the doctor does not. */
export const unknownVariables = (env: Environment): readonly string[] =>
  Object.keys(env).filter((name) => name.startsWith('VIMTRACE_') && !variables.includes(name));

/** The variables with a form. */
const forms = {
  VIMTRACE_KEEP: {
    is: isLimits,
    must: 'COUNT, COUNT,SIZE or COUNT,SIZE,AGE, as 10,500M,7d, then / and the same for unread traces, as /20,2G',
  },
  VIMTRACE_LARGE: { is: isSize, must: 'a size with K, M or G' },
  VIMTRACE_AT: { is: isAt, must: 'cause, start or end' },
} as const;

/** All faults in `env`. A variable that is empty counts as not set. `exists`: whether a program can run. */
export function variableFaults(
  env: Environment,
  exists: (program: string) => boolean,
): readonly VariableFault[] {
  const faults: VariableFault[] = [];
  for (const [name, { is, must }] of Object.entries(forms)) {
    const value = env[name] ?? '';
    if (value !== '' && !is(value)) faults.push({ kind: 'form', name, value, must });
  }
  const sh = env['VIMTRACE_SH'] ?? '';
  if (sh !== '' && !exists(sh)) faults.push({ kind: 'sh', value: sh });
  return faults;
}
