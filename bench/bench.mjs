/**
 * Compares vimtrace with the ways that it replaces: strace -o FILE, and the shell function
 * `f() { (strace "$@" 3>&1 1>&2 2>&3) | vim -R -; }`. All ways take turns in one run.
 *
 *     node bench/bench.mjs [--quick] [MEASURE...]
 *
 * Exits with 1 if a figure misses its bar, 2 if a measure fails.
 */
import { parseArgs } from 'node:util';
import { holds, table } from './figures.mjs';
import { firstInstruction } from './measures/first-instruction.mjs';
import {
  afterTracing,
  atCause,
  largeTraces,
  manyProcesses,
  smallTrace,
} from './measures/first-screen.mjs';
import { jobControl } from './measures/job-control.mjs';
import { reader } from './measures/reader.mjs';
import { redirected } from './measures/redirected.mjs';
import { reports } from './measures/reports.mjs';
import { resident } from './measures/resident.mjs';
import { tracing } from './measures/tracing.mjs';
import { makePlace } from './place.mjs';
import { RULER, Terminal } from './terminal.mjs';

const measures = {
  tracing,
  firstInstruction,
  smallTrace,
  atCause,
  redirected,
  jobControl,
  resident,
  afterTracing,
  largeTraces,
  manyProcesses,
  reports,
  reader,
};

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const chosen = positionals.length === 0 ? Object.keys(measures) : positionals;
const unknown = chosen.filter((name) => !Object.hasOwn(measures, name));
if (unknown.length > 0) {
  console.error(
    `bench: cannot find the measure ${unknown.join(', ')}; choose from ${Object.keys(measures).join(', ')}`,
  );
  process.exit(2);
}

const place = makePlace();
const results = [];

/** The first start keeps V8's code, which every later start of the user takes. */
async function warmUp() {
  const terminal = new Terminal(place);
  await terminal.prompt();
  await terminal.run('vimtrace strace true', RULER);
  await terminal.quit();
  await terminal.end();
}

try {
  await warmUp();
  for (const name of chosen) {
    const start = performance.now();
    const terminal = new Terminal(place);
    await terminal.prompt();
    results.push(...(await measures[name]({ place, terminal, quick: values.quick })));
    await terminal.end();
    console.error(`${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  }
} catch (error) {
  console.error(error);
  process.exit(2);
}
console.log(table(results));
process.exit(results.every(holds) ? 0 : 1);
