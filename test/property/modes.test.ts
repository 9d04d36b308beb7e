/** The terminal's modes in the modelled session: a rule, a verb or a look of the guard that is missing is a violation. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check, type Ending, endings } from './deeds.ts';
import type { Session } from './kernel.ts';
import { type Fault, Run } from './run.ts';

const session = (manners: Session['manners']): Session => ({
  shell: true,
  foreground: true,
  rival: false,
  reader: false,
  manners,
});

function live(
  manners: Session['manners'],
  deeds: readonly Ending[],
  faults: readonly Fault[],
): Run {
  const run = new Run(session(manners), faults);
  for (const deed of deeds) {
    endings[deed](run);
    check(run);
  }
  run.settle();
  check(run);
  return run;
}

const shown: readonly Ending[] = ['tracerEnds', 'settle'];
const stopped: readonly Ending[] = [...shown, 'stopPager', 'settle'];
const TO_SHELL = 'the shell has its terminal with the modes of the pager';
const TO_PAGER = 'the pager goes on with the modes of the shell';

const rows: readonly {
  readonly without: Fault;
  readonly deeds: readonly Ending[];
  readonly violation: string;
}[] = [
  { without: 'parkModes', deeds: stopped, violation: TO_SHELL },
  { without: 'stty at park', deeds: stopped, violation: TO_SHELL },
  { without: 'unparkModes', deeds: [...stopped, 'fg', 'settle'], violation: TO_PAGER },
  { without: 'stty at unpark', deeds: [...stopped, 'fg', 'settle'], violation: TO_PAGER },
  { without: 'stty at bye', deeds: [...shown, 'killPager', 'settle'], violation: TO_SHELL },
  { without: 'guardPager', deeds: [...shown, 'slay'], violation: TO_SHELL },
  { without: 'stty by the guard', deeds: [...shown, 'slay'], violation: TO_SHELL },
  { without: 'stty by the guard', deeds: [...shown, 'killMonitor', 'settle'], violation: TO_SHELL },
];

describe.for(['orderly', 'abrupt'] as const)('a pager whose stop is %s', (manners) => {
  it.for(rows)('without $without: $violation', ({ without, deeds, violation }) => {
    expect(() => live(manners, deeds, [without])).toThrow(violation);
    expect(() => live(manners, deeds, [])).not.toThrow();
  });

  it('stopped by ^Z, and back by fg', () => {
    const { kernel } = live(manners, [...shown, 'ctrlZ', 'settle'], []);
    expect([kernel.foreground, kernel.modes]).toEqual(['shell', 'shell']);
    const back = live(manners, [...shown, 'ctrlZ', 'settle', 'fg', 'settle'], []).kernel;
    expect([back.foreground, back.modes]).toEqual(['G', 'pager']);
  });
});

it.for(rows)('users who do anything find what is missing without $without', ({ without }) => {
  const deeds = fc.array(fc.constantFrom(...(Object.keys(endings) as Ending[])), {
    minLength: 5,
    maxLength: 40,
    size: 'max',
  });
  const found = fc.check(
    fc.property(fc.constantFrom('orderly', 'abrupt'), deeds, (manners, names) => {
      live(manners, [...shown, ...names], [without]);
    }),
    { numRuns: 2000, seed: 1, endOnFailure: true },
  );
  expect(found.failed).toBe(true);
});
