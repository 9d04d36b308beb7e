/** What only an option asks for, or a tracer that was refused, in one file that is read for them alone. */
export { help } from './cli/help.ts';
export { readOptions } from './cli/options.ts';
export { examine } from './doctor.ts';
export { init } from './init.ts';
export { isRefused } from './os/ptrace.ts';
export { forgetKept, listKept, openLast } from './reading.ts';
