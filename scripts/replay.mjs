// replay.mjs FILE: prints the steps of a journal (VIMTRACE_JOURNAL=FILE), and ends at the first one
// that the rules of this checkout do not explain, or that breaks an invariant.
import { existsSync, readFileSync } from 'node:fs';
import { load } from './generated.mjs';

const [file] = process.argv.slice(2);
if (file === undefined || !existsSync(file)) {
  console.error('vimtrace: cannot replay the journal: no such file; run npm run replay -- FILE');
  process.exit(125);
}
const { replay } = await load('test/property/replay.ts');
for (const [at, line] of readFileSync(file, 'utf8').split('\n').slice(0, -1).entries()) {
  const { pid, state, event, actions } = JSON.parse(line);
  const { type, ...facts } = event;
  const done = actions.map((action) => action.type).join(', ') || 'nothing';
  console.log(`${at + 1}  ${pid}  ${state.at}: ${type} ${JSON.stringify(facts)}: ${done}`);
}
try {
  replay(file);
  console.log('The rules explain every step, and the invariants hold.');
} catch (error) {
  console.log(error.message, error.cause?.message ?? '');
  process.exitCode = 1;
}
