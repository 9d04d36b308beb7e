/** The last lines of a test run: why tests were skipped, then N passed, N failed, N skipped. */
import type { Reporter, TestModule } from 'vitest/node';

export default class Count implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string): number =>
      tests.filter((test) => test.result().state === state).length;
    const broken = modules.filter((module) => module.errors().length > 0).length + errors.length;
    const reasons = tests.flatMap((test) => {
      const result = test.result();
      return result.state === 'skipped' ? `skipped: ${test.fullName}: ${result.note ?? '?'}` : [];
    });
    process.on('exit', () => {
      for (const reason of reasons) console.log(reason);
      console.log(
        `${count('passed')} passed, ${count('failed') + broken} failed, ${count('skipped')} skipped`,
      );
    });
  }
}
