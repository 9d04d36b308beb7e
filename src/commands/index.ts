/** What an option asks for instead of a run. */
export { help } from '../cli/help.ts';
export { readOptions } from '../cli/options.ts';
export { inForce } from '../cli/print-config.ts';
export { examine } from './doctor.ts';
export { init } from './init.ts';
export { forgetKept, listKept, openLast } from './kept.ts';
export { toReader } from './output.ts';
