/** What the engine answers about a trace, in the form in which the motions of vim and nvim are asked. */
import { join } from 'node:path';
import { execaSync } from 'execa';
import type { Fact } from '../../src/trace/facts.ts';
import { Reader } from '../../src/trace/reader.ts';
import { pack } from './editor.ts';
import type { Trace } from './traces.ts';

export const program = join(pack, '../bin/vimtrace');

/** The rows of `vimtrace WHAT --json`. */
export const rows = <Row>({ file }: Trace, ...what: readonly string[]): readonly Row[] =>
  execaSync(program, [...what, '--json', file])
    .stdout.split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);

/** Numbers of lines, from 1 as in Vim. */
export type Known = {
  /** Where each failed call returned. */
  readonly failed: readonly number[];
  readonly signals: readonly number[];
  /** Each half of a call, and its other half; the same line where the trace has none. */
  readonly halves: readonly (readonly [half: number, other: number])[];
  readonly threads: readonly Thread[];
  /** The call that the failure of the run comes from; 0 if no call is. */
  readonly cause: number;
};

type Thread = {
  readonly lines: readonly number[];
  /** Where the call that made the thread returned; its first line if no call did. */
  readonly born: number;
  readonly end: number;
};

export function known(trace: Trace): Known {
  const facts = factsOf(trace);
  const returns = new Map(
    facts.flatMap((fact) => (fact.kind === 'call' ? [[fact.line, fact.returned]] : [])),
  );
  const returned = (line: number): number => returns.get(line) ?? line;
  const linesOf = (pid: number): number[] => {
    const lines = facts.flatMap((fact) =>
      fact.pid === pid ? [fact.line, fact.kind === 'call' ? fact.returned : fact.line] : [],
    );
    return sorted([...new Set(lines)]);
  };
  return {
    failed: sorted(
      rows<{ line: number }>(trace, '--report=failed', '--all').map(({ line }) => returned(line)),
    ),
    signals: rows<{ line: number }>(trace, '--report=signals').map(({ line }) => line),
    halves: facts.flatMap((fact) => {
      if (fact.kind === 'open') return [[fact.line, returned(fact.line)] as const];
      const isJoined = fact.kind === 'call' && fact.returned !== fact.line;
      return isJoined ? [[fact.returned, fact.line] as const] : [];
    }),
    // Without -f the engine knows a child by its pid alone.
    threads: rows<{ pid: number; born: number; end: number }>(trace, '--report=tree')
      .map(({ pid, born, end }) => ({ lines: linesOf(pid), born: returned(born), end }))
      .filter(({ lines }) => lines.length > 0),
    cause: rows<{ line: number }>(trace, '--report=cause')[0]?.line ?? 0,
  };
}

function factsOf({ lines }: Trace): readonly Fact[] {
  const facts: Fact[] = [];
  const reader = new Reader((fact) => void facts.push(fact));
  reader.feed(`${lines.join('\n')}\n`);
  reader.end();
  return facts;
}

const sorted = (lines: readonly number[]): number[] => lines.toSorted((one, next) => one - next);
