// Draws the screen of a terminal emulator as SVG: one picture, or a moving one.

// The size of a cell in the picture, in pixels.
const WIDTH = 8.4;
const HEIGHT = 18;
const MARGIN = 12;
const FOREGROUND = '#d4d4d4';
const BACKGROUND = '#1e1e1e';
const PALETTE = [
  '#3b3b3b',
  '#f14c4c',
  '#23d18b',
  '#e5c07b',
  '#4f9cf5',
  '#d670d6',
  '#29b8db',
  '#d4d4d4',
  '#7f7f7f',
  '#ff7b72',
  '#7ee787',
  '#f5f543',
  '#79c0ff',
  '#e29fe2',
  '#6fd7ea',
  '#ffffff',
];

function colour(isDefault, isRgb, value, otherwise) {
  if (isDefault) return otherwise;
  if (isRgb) return `#${value.toString(16).padStart(6, '0')}`;
  if (value < 16) return PALETTE[value];
  if (value >= 232) {
    const grey = (8 + (value - 232) * 10).toString(16).padStart(2, '0');
    return `#${grey.repeat(3)}`;
  }
  const level = (step) => (step === 0 ? 0 : 55 + step * 40).toString(16).padStart(2, '0');
  const cube = value - 16;
  return `#${level(Math.floor(cube / 36))}${level(Math.floor(cube / 6) % 6)}${level(cube % 6)}`;
}

function style(cell) {
  const foreground = colour(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor(), FOREGROUND);
  const background = colour(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor(), BACKGROUND);
  const [ink, paper] = cell.isInverse() ? [background, foreground] : [foreground, background];
  return { ink, paper, weight: cell.isBold() ? ' font-weight="bold"' : '' };
}

/** The stretches of a line with the same style: { at, text, ink, paper, weight }; `at` is the first column. */
function stretches(line, columns) {
  const found = [];
  for (let at = 0; at < columns; at += 1) {
    const cell = line.getCell(at);
    if (cell.getWidth() === 0) continue;
    const now = style(cell);
    const text = cell.getChars() || ' ';
    const last = found.at(-1);
    const isSame = last?.ink === now.ink && last.paper === now.paper && last.weight === now.weight;
    if (isSame) last.text += text;
    else found.push({ at, text, ...now });
  }
  return found;
}

const escaped = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const round = (number) => Number(number.toFixed(1));

/** The rows of the screen as they are now, as SVG; `hasCursor`: and the cursor, after the rows. */
export function rowsOf(screen, hasCursor = false) {
  const { cols, rows } = screen;
  const { active } = screen.buffer;
  const drawn = Array.from({ length: rows }, (_, row) =>
    stretches(active.getLine(active.baseY + row), cols)
      .map((stretch) => drawnAt(stretch, MARGIN + row * HEIGHT))
      .join(''),
  );
  if (!hasCursor) return drawn;
  const { cursorX, cursorY } = active;
  const at = rectangle(left(cursorX), MARGIN + cursorY * HEIGHT, 1, FOREGROUND);
  return [...drawn, `<g opacity="0.6">${at}</g>`];
}

function drawnAt({ at, text, ink, paper, weight }, y) {
  const behind = paper === BACKGROUND ? '' : rectangle(left(at), y, text.length, paper);
  const shown = text.trim();
  if (shown === '') return behind;
  // textLength keeps the columns in place in any font.
  const start = at + text.length - text.trimStart().length;
  const length = round(shown.length * WIDTH);
  return `${behind}<text x="${left(start)}" y="${y + 13}" textLength="${length}" fill="${ink}"${weight}>${escaped(shown)}</text>`;
}

const left = (column) => round(MARGIN + column * WIDTH);

const rectangle = (x, y, columns, fill) =>
  `<rect x="${x}" y="${y}" width="${round(columns * WIDTH)}" height="${HEIGHT}" fill="${fill}"/>`;

/** A picture of `body`, rows of a screen of `size`, with a style sheet. */
function picture({ cols, rows }, title, body, sheet = '') {
  const width = round(cols * WIDTH + 2 * MARGIN);
  const height = rows * HEIGHT + 2 * MARGIN;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<title>${escaped(title)}</title>${sheet}
<rect width="100%" height="100%" rx="6" fill="${BACKGROUND}"/>
<g font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" xml:space="preserve">
${body}
</g>
</svg>
`;
}

/** The screen as it is now. */
export const still = (screen, title) => picture(screen, title, rowsOf(screen).join('\n'));

/**
 * A moving picture. `frames`: each { rows, seconds }, in their order. A reader who wants no motion sees the frame
 * `resting` alone. A row that stays the same for some frames is drawn once.
 */
export function moving(size, title, frames, resting) {
  const starts = [0];
  for (const { seconds } of frames) starts.push(starts.at(-1) + seconds);
  const whole = starts.at(-1);
  const percent = (index) => `${Number((starts[index] / whole) * 100).toFixed(2)}%`;
  const spans = new Map();
  const groups = [];
  for (const [row] of frames[0].rows.entries()) {
    let from = 0;
    for (let to = 1; to <= frames.length; to += 1) {
      const drawn = frames[from].rows[row];
      if (frames[to]?.rows[row] === drawn) continue;
      const name = `s${from}-${to}`;
      if (drawn !== '') {
        spans.set(name, [from, to]);
        groups.push(`<g class="f ${name}">${drawn}</g>`);
      }
      from = to;
    }
  }
  const rules = [...spans].map(([name, [from, to]]) => {
    const before = from === 0 ? '' : '0%{visibility:hidden}';
    const after = to === frames.length ? '' : `${percent(to)},100%{visibility:hidden}`;
    return `@keyframes ${name}{${before}${percent(from)}{visibility:visible}${after}}.${name}{animation-name:${name}}`;
  });
  const rests = [...spans].filter(([, [from, to]]) => from <= resting && resting < to);
  const sheet = `
<style>
.f{visibility:hidden;animation:${round(whole)}s step-end infinite}
${rules.join('\n')}
@media (prefers-reduced-motion:reduce){.f{animation:none}${rests.map(([name]) => `.${name}`)}{visibility:visible}}
</style>`;
  return picture(size, title, groups.join('\n'), sheet);
}
