/** What a trace is asked: --report, and --diff for two traces. Both use the engine that reads traces. */
export { compare, comparing } from './diff.ts';
export { report } from './report.ts';
