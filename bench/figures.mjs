/** Figures: medians of repeated measurements, the bars that they must hold, and the printed table. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Run each of `ways` once a round, and return the values of each. The ways take turns in being
 * first, so that other load on the machine slows all of them alike.
 */
export async function interleaved(rounds, ways) {
  const names = Object.keys(ways);
  const values = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (let i = 0; i < names.length; i += 1) {
      const name = names[(round + i) % names.length];
      values[name].push(await ways[name]());
    }
  }
  return values;
}

const figure = (value) =>
  value === undefined ? '' : value >= 1000 ? value.toFixed(0) : value.toFixed(value >= 100 ? 1 : 2);

/** The ratio of the medians of two ways. `bar`: the largest ratio allowed. */
export const ratio = (name, unit, ours, theirs, bar) =>
  row(name, unit, ours, theirs, median(ours) / median(theirs), 'x', bar);

/**
 * The median of the differences in each round. `bar`: the largest difference allowed. Differences are taken
 * within a round, because the speed of the machine changes more between rounds.
 */
export const difference = (name, unit, ours, theirs, bar) =>
  row(name, unit, ours, theirs, median(ours.map((value, i) => value - theirs[i])), unit, bar);

/** The median of a measurement of vimtrace alone. `bar`: the largest value allowed. */
export const amount = (name, unit, ours, bar) => ({
  name,
  unit,
  ours: median(ours),
  rounds: ours.length,
  value: median(ours),
  of: unit,
  bar,
});

function row(name, unit, ours, theirs, value, of, bar) {
  return {
    name,
    unit,
    ours: median(ours),
    theirs: median(theirs),
    rounds: ours.length,
    value,
    of,
    bar,
  };
}

const heads = ['measure', 'rounds', 'vimtrace', 'compared', 'result', 'bar', 'holds'];
const cells = (r) => [
  r.name,
  String(r.rounds),
  `${figure(r.ours)} ${r.unit}`,
  r.theirs === undefined ? '' : `${figure(r.theirs)} ${r.unit}`,
  r.theirs === undefined
    ? ''
    : r.of === 'x'
      ? `x ${r.value.toFixed(3)}`
      : `${r.value >= 0 ? '+' : ''}${figure(r.value)} ${r.of}`,
  r.bar === undefined ? '' : r.of === 'x' ? `x ${r.bar}` : `${r.bar} ${r.of}`,
  r.bar === undefined ? '' : holds(r) ? 'yes' : 'NO',
];

/** Whether a result meets its bar. */
export const holds = (r) => r.bar === undefined || r.value <= r.bar;

export function table(results) {
  const lines = [heads, ...results.map(cells)];
  const widths = heads.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return lines
    .map((line) =>
      line
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
