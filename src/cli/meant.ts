/** "Did you mean": finds the known name that a mistyped one stands for. */

/** The name in `known` that is a typing error away from `given`; undefined if there is none. The first of two wins. */
export function meant(given: string, known: readonly string[]): string | undefined {
  const most = given.length < 6 ? 1 : 2;
  let best: string | undefined;
  let least = most + 1;
  for (const name of known) {
    if (Math.abs(name.length - given.length) > most) continue;
    const far = distance(given, name);
    if (far > 0 && far < least) {
      best = name;
      least = far;
    }
  }
  return best;
}

/** Words for a message: ` (did you mean NAME?)`, or nothing. `shown` is the form of the name in the message. */
export function hint(
  given: string,
  known: readonly string[],
  shown: (name: string) => string = (name) => name,
): string {
  const name = meant(given, known);
  return name === undefined ? '' : ` (did you mean ${shown(name)}?)`;
}

/**
 * How many typing errors make `a` of `b`: a letter too many, too few or wrong, or two neighbours in the wrong order
 * (optimal string alignment distance).
 */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1];
      const isSwapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      next[column] = Math.min(
        at(last, column) + 1,
        at(next, column - 1) + 1,
        at(last, column - 1) + (isSame ? 0 : 1),
        isSwapped ? at(before, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    before = last;
    last = next;
  }
  return at(last, b.length);
}

const at = (row: readonly number[], column: number): number =>
  row[column] ?? Number.POSITIVE_INFINITY;
