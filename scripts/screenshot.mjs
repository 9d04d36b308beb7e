// Takes the pictures in docs/: runs vimtrace on a pty, and draws the screens of a terminal emulator as SVG.
// `npm run screenshot -- NAME...` takes those alone: film, doctor, cause, tree, quickfix.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import xterm from '@xterm/headless';
import { spawn } from 'node-pty';
import { runDirectory } from './cleanup.mjs';
import { moving, rowsOf, still } from './svg.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const PATIENCE = 30_000;

/** Start `argv` on a terminal of its own, in a home with `files` alone. */
function start([command, ...args], { cols, rows }, files = {}) {
  const home = runDirectory('ada-');
  const vimrc = 'source $VIMRUNTIME/defaults.vim\nset hlsearch background=dark\n';
  for (const [name, text] of Object.entries({ '.vimrc': vimrc, ...files }))
    writeFileSync(join(home, name), text);
  const screen = new xterm.Terminal({ cols, rows, allowProposedApi: true });
  const PATH = `${join(root, 'bin')}:${process.env.PATH}`;
  const env = { PATH, HOME: home, TMPDIR: home, TERM: 'xterm-256color', LANG: 'C.UTF-8' };
  const pty = spawn(command, args, { cols, rows, cwd: home, env });
  const ended = new Promise((resolve) => pty.onExit(resolve));
  screen.onData((answer) => pty.write(answer));
  pty.onData((data) => screen.write(data));
  return {
    screen,
    ended,
    type: (keys) => pty.write(keys),
    shows: (what, isShown) => shows(screen, what, isShown),
  };
}

const textOf = (screen) =>
  Array.from({ length: screen.rows }, (_, row) =>
    screen.buffer.active.getLine(screen.buffer.active.baseY + row).translateToString(true),
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

/** A shell in which strace is traced with vimtrace: a failing call, ^Z, one job, fg, and the end. */
async function film() {
  const size = { cols: 100, rows: 24 };
  const shell = ['bash', '--norc', '--noprofile', '-i'];
  const { screen, ended, type, shows } = start(shell, size);
  const frames = [];
  const take = (seconds) => frames.push({ rows: rowsOf(screen, true), seconds });
  const isPrompt = (seen) => /\$ *$/.test(seen.trimEnd());
  /** Type `keys` as a user does, one frame for each few letters. */
  const typed = async (keys, step = 3) => {
    for (let at = 0; at < keys.length; at += step) {
      const part = keys.slice(0, at + step);
      type(keys.slice(at, at + step));
      await shows(part, (seen) => seen.includes(part));
      take(0.2);
    }
    take(0.6);
  };
  /** vim has drawn everything before the answer to a command. */
  const drawn = async () => {
    type(":echo 'dr' . 'awn'\r");
    await shows('answer from vim', (seen) => /^drawn\b/m.test(seen));
    type(':echo\r');
    await shows('empty last line', (seen) => !/drawn|:echo/.test(seen));
    await shows('cursor', () => screen.buffer.active.cursorY < size.rows - 1);
  };

  type("PS1='$ '; alias strace='vimtrace strace'; bind 'set enable-bracketed-paste off'; clear\r");
  await shows('prompt', (seen) => /^\$ ?\n*$/.test(seen.trimEnd()));
  take(1);
  await typed('strace cat /etc/shels');
  type('\r');
  // The trace opens at the failing call, and vim says so when all is drawn.
  await shows('cause', (seen) => /^openat.*shels.*ENOENT[\s\S]*perhaps for this/m.test(seen));
  await shows('cursor', () => screen.buffer.active.cursorY < size.rows - 1);
  take(5);
  const resting = frames.length - 1;
  type('\x1a');
  await shows('stopped job', (seen) => /Stopped .*\n\$ *$/.test(seen.trimEnd()));
  take(1.5);
  await typed('jobs');
  type('\r');
  await shows('one job', (seen) => /\$ jobs\n\[1\].*Stopped.*\n\$ *$/.test(seen.trimEnd()));
  take(1.5);
  await typed('fg', 1);
  type('\r');
  await shows('failing call', (seen) => /^openat.*shels.*ENOENT/m.test(seen));
  await drawn();
  take(2);
  await typed(':q', 1);
  type('\r');
  await shows('prompt', (seen) => isPrompt(seen) && /\$ fg/.test(seen));
  take(1);
  await typed('echo $?');
  type('\r');
  await shows('status', (seen) => /echo \$\?\n1\n\$ *$/.test(seen.trimEnd()));
  take(2.5);
  type('exit\r');
  await ended;
  const title =
    'vimtrace: a failing call in the trace, ^Z, one job, fg, and the status of the program';
  writeFileSync(join(root, 'docs/session.svg'), moving(size, title, frames, resting));
}

/** The doctor, when all is well. */
async function doctor() {
  const { screen, ended, shows } = start(['vimtrace', '--doctor'], { cols: 80, rows: 17 });
  await shows('last line', (seen) => /^\w+ +config/m.test(seen));
  writeFileSync(join(root, 'docs/screenshot-doctor.svg'), still(screen, 'vimtrace --doctor'));
  await ended;
}

/** Programs that fail, in the home of their user. */
const files = {
  deploy: 'set -e\nmkdir -p out\nsort names >out/names\ncat settings.conf >out/settings\n',
  names: 'grace\nada\n',
  setup: 'cat settings.conf\nls templates\nrmdir cache/old\nsort people names\n',
};

/** vim in a terminal, after `vimtrace WORDS`; `keys` lead to the picture, which `isShown` knows. */
async function reader({ words, size, keys = '', what, isShown, name, title }) {
  const command = ['vimtrace', '-p', "vim --cmd 'set nowrap'", ...words];
  const { screen, ended, shows, type } = start(command, size, files);
  await shows('first screen of vim', (seen) => /perhaps for this/.test(seen));
  type(keys);
  await shows(what, isShown);
  writeFileSync(join(root, `docs/${name}.svg`), still(screen, title));
  type(':qall\r');
  await ended;
}

/** The pager opens at the failed call that a failure comes from. */
const cause = () =>
  reader({
    words: ['strace', '-f', 'sh', 'deploy'],
    size: { cols: 100, rows: 14 },
    what: 'failed call',
    isShown: (seen) => /^\d+ +openat\(AT_FDCWD, "settings.conf".*ENOENT/m.test(seen),
    name: 'screenshot-cause',
    title: 'A failed call in a trace of strace -f, in vim',
  });

/** The list of the processes of strace -ff. */
const tree = () =>
  reader({
    words: ['strace', '-ff', 'sh', 'deploy'],
    size: { cols: 90, rows: 10 },
    what: 'list of processes',
    isShown: (seen) => /^PID .*COMMAND$/m.test(seen) && /cat settings.conf/.test(seen),
    name: 'screenshot-tree',
    title: 'The processes of a trace of strace -ff, in vim',
  });

/** The answer to :Trace failed, as a quickfix list beside the trace. */
const quickfix = () =>
  reader({
    words: ['strace', '-f', 'sh', 'setup'],
    size: { cols: 100, rows: 22 },
    keys: ':Trace failed\r',
    what: 'quickfix list',
    isShown: (seen) => /^vimtrace: failed: \d+ lines?/m.test(seen) && /\|\d+\| /.test(seen),
    name: 'screenshot-quickfix',
    title: 'The answer to :Trace failed in the quickfix list of vim',
  });

const pictures = { film, doctor, cause, tree, quickfix };
const chosen = process.argv.slice(2);
for (const [name, take] of Object.entries(pictures))
  if (chosen.length === 0 || chosen.includes(name)) await take();
