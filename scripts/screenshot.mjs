// Takes the pictures in docs/: runs vimtrace on a pty, and draws the cells of a terminal emulator as SVG.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import xterm from '@xterm/headless';
import { spawn } from 'node-pty';
import { runDirectory } from './cleanup.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const PATIENCE = 30_000;

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

function draw(screen, title) {
  const { cols, rows } = screen;
  const width = round(cols * WIDTH + 2 * MARGIN);
  const height = rows * HEIGHT + 2 * MARGIN;
  const out = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" rx="6" fill="${BACKGROUND}"/>`,
    '<g font-family="ui-monospace, Menlo, Consolas, \'DejaVu Sans Mono\', monospace" font-size="14" xml:space="preserve">',
  ];
  for (let row = 0; row < rows; row += 1) {
    const y = MARGIN + row * HEIGHT;
    for (const { at, text, ink, paper, weight } of stretches(
      screen.buffer.active.getLine(row),
      cols,
    )) {
      const left = (column) => round(MARGIN + column * WIDTH);
      if (paper !== BACKGROUND) {
        const wide = round(text.length * WIDTH);
        out.push(
          `<rect x="${left(at)}" y="${y}" width="${wide}" height="${HEIGHT}" fill="${paper}"/>`,
        );
      }
      const shown = text.trim();
      if (shown === '') continue;
      // textLength keeps the columns in place in any font.
      const start = at + text.length - text.trimStart().length;
      const length = round(shown.length * WIDTH);
      out.push(
        `<text x="${left(start)}" y="${y + 13}" textLength="${length}" fill="${ink}"${weight}>${escaped(shown)}</text>`,
      );
    }
  }
  return `${out.join('\n')}\n</g>\n</svg>\n`;
}

/** Run vimtrace with `args`, and draw its screen to `file`. `pose` waits for that screen; the keys `leave` end the run. */
async function take({ file, title, args, cols, rows, pose, leave = '' }) {
  const home = runDirectory('ada-');
  const screen = new xterm.Terminal({ cols, rows, allowProposedApi: true });
  const { PATH } = process.env;
  const env = { PATH, HOME: home, TMPDIR: home, TERM: 'xterm-256color', LANG: 'C.UTF-8' };
  const pty = spawn(join(root, 'bin/vimtrace'), args, { cols, rows, cwd: home, env });
  const ended = new Promise((resolve) => pty.onExit(resolve));
  screen.onData((answer) => pty.write(answer));
  pty.onData((data) => screen.write(data));
  await pose({ pty, shows: (what, isShown) => shows(screen, what, isShown) });
  writeFileSync(join(root, 'docs', file), draw(screen, title));
  if (leave !== '') pty.write(leave);
  await ended;
}

const textOf = (screen) =>
  Array.from({ length: screen.rows }, (_, row) =>
    screen.buffer.active.getLine(row).translateToString(true),
  ).join('\n');

/** Resolves when `isShown` accepts the text of the screen; rejects after PATIENCE. `what` is named in the error. */
function shows(screen, what, isShown) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`cannot take the screenshot: no ${what} on the screen:\n${textOf(screen)}`));
    }, PATIENCE);
    const look = () => {
      if (!isShown(textOf(screen))) return;
      clearTimeout(timer);
      parsed.dispose();
      resolve();
    };
    const parsed = screen.onWriteParsed(look);
    look();
  });
}

await take({
  file: 'screenshot.svg',
  title: 'A trace of strace, in vim',
  args: ['strace', 'cat', '/etc/shells'],
  cols: 118,
  rows: 26,
  pose: async ({ pty, shows }) => {
    await shows('first screen of the trace', (seen) => /^execve\(.*\n[\s\S]*\S\s*$/.test(seen));
    // When vim shows the answer to a command, it has drawn everything before.
    pty.write(":echo 'drawn'\r");
    await shows('answer from vim', (seen) => /^drawn\b/m.test(seen));
    pty.write(':set noruler | echo\r');
    await shows('tidy last line', (seen) => !/drawn|:set/.test(seen));
  },
  leave: ':q\r',
});
await take({
  file: 'screenshot-doctor.svg',
  title: 'vimtrace --doctor',
  args: ['--doctor'],
  cols: 80,
  rows: 17,
  pose: ({ shows }) => shows('last line', (seen) => /^\w+ +config/m.test(seen)),
});
