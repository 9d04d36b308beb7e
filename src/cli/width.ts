/** How many columns of a terminal a text takes, as wcwidth(3) counts: wide characters take two. */
import measure from 'fast-string-truncated-width';

/** The columns that `text` takes; 0 for the escape sequences of a colour. */
export const widthOf = (text: string): number => measure(text).width;

/** `text` with spaces after it, up to `columns`. A wider text stays as it is. */
export const padded = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(0, columns - widthOf(text)));

/** `text`, or its start and "..." if `text` takes more than `columns` (3 or more). `text` has no colours. */
export function shortened(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  // Twice, for characters without a width. The rest of a long text would only take time.
  const characters = [...text.slice(0, 2 * columns)];
  while (widthOf(characters.join('') + ELLIPSIS) > columns) characters.pop();
  return characters.join('') + ELLIPSIS;
}

const ELLIPSIS = '...';

/** Breaks `text` at its spaces into lines of at most `columns`; a wider word gets a line of its own. */
export function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
