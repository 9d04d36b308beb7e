/** npm run replay: prints the steps of a journal, and whether the rules explain them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execaSync } from 'execa';
import { afterEach, beforeEach, expect, it } from 'vitest';

const run = { hangup: 'end', paging: 'none' };
const started = {
  pid: 7,
  state: { at: 'starting', run },
  event: { type: 'tracerStarted' },
  actions: [],
};

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'vimtrace-replay-'));
});
afterEach(() => rmSync(place, { recursive: true }));

function replayed(...steps: readonly object[]) {
  const journal = join(place, 'journal');
  writeFileSync(journal, steps.map((step) => `${JSON.stringify(step)}\n`).join(''));
  const { exitCode, stdout } = execaSync('node', ['scripts/replay.mjs', journal], {
    reject: false,
  });
  return { exitCode, stdout };
}

it('prints each step of a journal that the rules explain', () => {
  expect(replayed(started)).toEqual({
    exitCode: 0,
    stdout:
      '1  7  starting: tracerStarted {}: nothing\nThe rules explain every step, and the invariants hold.',
  });
});

it('fails at a step that the rules do not explain', () => {
  const { exitCode, stdout } = replayed({ ...started, actions: [{ type: 'openPager' }] });
  expect(exitCode).toBe(1);
  expect(stdout).toContain(
    'starting: tracerStarted {}: openPager\nstep 1 of the journal has other',
  );
});

it('says how to call it if the journal is missing', () => {
  const { exitCode, stderr } = execaSync('node', ['scripts/replay.mjs', join(place, 'none')], {
    reject: false,
  });
  expect({ exitCode, stderr }).toEqual({
    exitCode: 125,
    stderr: 'vimtrace: cannot replay the journal: no such file; run npm run replay -- FILE',
  });
});
