/** What a trace is asked: --report, --diff for two traces, and what a pager shows of one in many files. All use the engine that reads traces. */
export { compare, comparing } from './diff.ts';
export { lines } from './lines.ts';
export { report } from './report.ts';
export { printSplit, showSplit } from './split.ts';
