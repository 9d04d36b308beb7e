/** The order of the test files: at the end of a run no worker may wait long for another one. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take long for their size. vitest would start them late, because it starts with the largest file. */
const slow = [
  'pty/newcomer',
  'pty/readme',
  'pty/doctor',
  'pty/widths',
  'property/always',
  'property/depth',
  'unit/cli/tracers/valued-options',
];

export default class Order extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isSlow = ({ moduleId }: TestSpecification): boolean =>
      slow.some((name) => moduleId.endsWith(`/test/${name}.test.ts`));
    const sorted = await super.sort(files);
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))];
  }
}
