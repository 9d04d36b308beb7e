// Checks that docs/FACTS.md is sorted by mark, and that every mark cited in code, tests and docs is there.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const file = 'docs/FACTS.md';
/** The letters of the marks, in the order of the sections in FACTS.md. */
const letters = 'NSHPT';
const cited = new RegExp(`\\b[${letters}]\\d+\\b`, 'g');
const stated = new RegExp(`^- ([${letters}]\\d+) `, 'gm');

function complain(sentence) {
  console.error(`vimtrace: ${sentence}`);
  process.exitCode = 1;
}

const rank = (mark) => letters.indexOf(mark[0]) * 1000 + Number(mark.slice(1));

/** The marks of the facts, in their order. Complains about a mark that is out of order, or there twice. */
function sortedMarks() {
  const marks = [...readFileSync(join(root, file), 'utf8').matchAll(stated)].map(
    ([, mark]) => mark,
  );
  for (const [index, mark] of marks.entries()) {
    const previous = marks[index - 1];
    if (previous !== undefined && rank(mark) <= rank(previous))
      complain(`${file} has ${mark} after ${previous}; sort the facts by mark`);
  }
  return marks;
}

/** The files in `folder`, without pictures: the path data of an SVG looks like marks. */
const textsIn = (folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.svg'))
    .map((entry) => join(entry.parentPath, entry.name));

const known = new Set(sortedMarks());
for (const path of ['bin', 'docs', 'src', 'test'].flatMap(textsIn)) {
  for (const [mark] of readFileSync(path, 'utf8').matchAll(cited))
    if (!known.has(mark))
      complain(
        `${path.slice(root.length)} cites ${mark}, and ${file} has no ${mark}; correct the mark`,
      );
}
