/** What only an option asks for, in a file that is read for it alone. */
export { help } from './cli/help.ts';
export { readOptions } from './cli/options.ts';
export { inForce } from './cli/print-config.ts';
export { examine } from './doctor.ts';
export { init } from './init.ts';
export { toReader } from './os/output.ts';
export { forgetKept, listKept, openLast } from './reading.ts';
