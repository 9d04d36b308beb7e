/**
 * Measures how fast vim and nvim answer in a large trace: motions, scrolling with the syntax of the package and with
 * that of the editor, and filters from the command to the screen.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { amount, interleaved, ratio } from '../figures.mjs';
import { writeTrace } from '../large-trace.mjs';
import { PROMPT, RULER, Terminal } from '../terminal.mjs';

/** Between a motion and the next failure. */
const FAR = 100_000;
/** Between a use of a descriptor and the call that made it. */
const FARTHER = 1_000_000;
/** The time that a user takes for at once (ms): a motion, a search through the whole trace, a filter. */
const MOTION = 80;
const ORIGIN = 700;
const FILTER = 1500;
/** The largest ratio of the time to scroll with the syntax of the package to the time with the editor's own. */
const SCROLLING = 1.3;
const PAGES = 100;
const LARGE = 300e6;
/** Lines of writeTrace() have fewer bytes than this on average. */
const LINE = 120;

export async function reader({ place, quick }) {
  const paths = {
    failure: place.at('work/failure'),
    origin: place.at('work/origin'),
    large: place.at('work/large'),
  };
  writeTrace(paths.large, LARGE);
  writeTrace(paths.origin, FARTHER * LINE);
  const lines = readFileSync(paths.origin, 'latin1').trimEnd().split('\n');
  const fine = lines.filter((line) => !line.includes('= -1 ')).slice(0, FAR);
  writeFileSync(
    paths.failure,
    `${fine.join('\n')}\n1000 chdir("/missing") = -1 ENOENT (No such file)\n`,
  );
  const between = lines.slice(1, FARTHER);
  writeFileSync(
    paths.origin,
    `${[lines[0], '1000 openat(AT_FDCWD, "Makefile", O_RDONLY) = 3', ...between, '1000 read(3, "", 4096) = 0'].join('\n')}\n`,
  );
  const results = [];
  for (const editor of ['vim', 'nvim'])
    results.push(...(await inEditor({ place, editor, paths, rounds: quick ? 3 : 7 })));
  for (const path of Object.values(paths)) rmSync(path);
  return results;
}

async function inEditor({ place, editor, paths, rounds }) {
  const terminal = new Terminal(place, { VIMTRACE_PAGER: editor });
  await terminal.prompt();
  const open = async (path) => {
    await terminal.run(`vimtrace --open ${path}`, RULER);
    await terminal.settle();
  };
  const quit = async () => {
    await terminal.settle();
    await terminal.press(':qall!\r', PROMPT);
  };
  const timed = stopwatch({ place, terminal, editor });

  await open(paths.failure);
  const { failure } = await interleaved(rounds, {
    failure: () => timed('call cursor(1, 1)', 'normal ]-', FAR + 1),
  });
  const scroll = (syntax) => () =>
    timed(
      `syntax clear | unlet! b:current_syntax | execute "source" fnameescape(${syntax}) | call cursor(1, 1)`,
      `for page in range(${PAGES}) | execute "normal! \\<C-F>" | redraw | endfor`,
    );
  const { ours, own } = await interleaved(rounds, {
    ours: scroll('globpath(&runtimepath, "syntax/strace.vim", 0, 1)[0]'),
    own: scroll('$VIMRUNTIME . "/syntax/strace.vim"'),
  });
  await quit();

  await open(paths.origin);
  const { origin } = await interleaved(rounds, {
    // The package keeps answers until the buffer changes.
    origin: () => timed('silent edit! | normal! G', 'normal gd', 2),
  });
  await quit();

  await open(paths.large);
  const filter = (what, shown) => async () => {
    await terminal.press(':1 | call search("read(4") | redraw | echo "it" "is"\r', /it is/);
    const { took } = await terminal.press(`:TraceOnly ${what}\r`, shown);
    await terminal.press(':TraceUndo\r', /all lines/);
    return took;
  };
  const { failed, descriptor } = await interleaved(Math.ceil(rounds / 3), {
    failed: filter('failed', /shown: only failed calls/),
    descriptor: filter('descriptor', /shown: only descriptor 4/),
  });
  await quit();
  await terminal.end();
  return [
    amount(`]- over ${FAR / 1000}k lines, ${editor}`, 'ms', failure, MOTION),
    amount(`gd over ${FARTHER / 1000}k lines, ${editor}`, 'ms', origin, ORIGIN),
    ratio(`${PAGES} pages, ${editor}: its own syntax`, 'ms', ours, own, SCROLLING),
    amount(`:TraceOnly failed to screen, 300 MB, ${editor}`, 'ms', failed, FILTER),
    amount(`:TraceOnly descriptor to screen, 300 MB, ${editor}`, 'ms', descriptor, FILTER),
  ];
}

/** A function that tells how long the editor takes for the Ex commands `what` (ms). `line`: where they must lead. */
const stopwatch =
  ({ place, terminal, editor }) =>
  async (before, what, line) => {
    const script = [
      'try',
      before,
      'redraw',
      'let start = reltime()',
      what,
      'call writefile([printf("%.3f", 1000 * reltimefloat(reltime(start))), line("."), ""], "took")',
      'catch',
      'call writefile(["", "", v:exception], "took")',
      'endtry',
      'echo "measured"',
    ];
    writeFileSync(place.at('work/step.vim'), `${script.join('\n')}\n`);
    await terminal.press(':source step.vim\r', /measured/);
    const [took, at, error] = readFileSync(place.at('work/took'), 'latin1').split('\n');
    if (error !== '' || (line !== undefined && Number(at) !== line))
      throw new Error(`${editor}: ${what}: ${error || `line ${at}, not ${line}`}`);
    return Number(took);
  };
