/** signals: each signal that a thread got, and each end by one. */
import type { Answer, Fact } from '../facts.ts';

export type SignalsRow = {
  readonly line: number;
  readonly pid: number;
  readonly signal: string;
  readonly isEnd: boolean;
  /** The process that sent it, 0 for the kernel or where the trace does not say. */
  readonly from: number;
  /** strace's siginfo. */
  readonly info: string;
};

export class Signals implements Answer<SignalsRow> {
  see(fact: Fact): SignalsRow | undefined {
    if (fact.kind === 'signal') {
      const { line, pid, signal, info } = fact;
      // The kernel tells of a child with SIGCHLD, and says which: the child sent nothing.
      const [, from = '0'] = signal === 'SIGCHLD' ? [] : (/\bsi_pid=(\d+)/.exec(info) ?? []);
      return { line, pid, signal, isEnd: false, from: Number(from), info };
    }
    if (fact.kind === 'end' && fact.end.by === 'signal')
      return {
        line: fact.line,
        pid: fact.pid,
        signal: fact.end.signal,
        isEnd: true,
        from: 0,
        info: '',
      };
    return undefined;
  }

  *rows(): Iterable<SignalsRow> {}
}
