/** The commands: options that print or do something instead of running a tracer. */
export { help, usage } from '../cli/help.ts';
export { initCode } from '../os/init.ts';
export { examine } from './doctor.ts';
export { forgetTraces } from './forget.ts';
export { list } from './list.ts';
export { open } from './open.ts';
export { layoutOf } from './output.ts';
export { printConfig } from './print-config.ts';
