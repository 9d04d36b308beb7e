// Measures how often `cause` points at the line that a person would point to: node bench/cause/cause.mjs [--all].
// The pager asks only parts of a trace: the same line must come of them.
// The traces are made here and now, by the strace of this machine; some commands run as another user.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from '../../scripts/generated.mjs';
import { measured, quiet, tuned } from './cases.mjs';

const { Cause } = await load('src/trace/answers/index.ts');
const { firstCause } = await load('src/trace/answers/first-cause.ts');
const { Reader } = await load('src/trace/reader.ts');

/** strace is asked for a trace in several ways, one after another. */
const ways = [['-f'], ['-f', '-y'], ['-f', '-tt'], ['-f', '-s', '200', '-T']];

/** A directory with the files that the cases name. */
function stage() {
  const directory = mkdtempSync(join(tmpdir(), 'cause-'));
  chmodSync(directory, 0o755);
  const at = (name) => join(directory, name);
  mkdirSync(at('dir'));
  mkdirSync(at('closed'), { mode: 0o700 });
  mkdirSync(at('gpg'), { mode: 0o700 });
  const files = {
    secret: 'x\n',
    noexec: '#!/bin/sh\n',
    'ro.txt': 'a\n',
    'dir/x': '',
    'bad.c': '#include <nothing-here.h>\nint main(void) { return 0; }\n',
    'ok.c': 'int main(void) { return 0; }\n',
    'fail.mk': 'all:\n\t@cat nothing\n',
    'ok.mk': 'all:\n\t@cat ok.c\n',
    'launcher.sh':
      '#!/bin/bash\nhash nothing-there 2>/dev/null\nexec perl -e \'open(F, "app.conf") || die "app.conf: $!"\'\n',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(at(name), text);
  chmodSync(at('secret'), 0o600);
  symlinkSync('/dev/full', at('full'));
  symlinkSync('loop', at('loop'));
  return directory;
}

/** What `cause` says of a run: its rows, the line of the first, and the whole trace. */
function run(command, as, way) {
  const directory = stage();
  const trace = join(directory, '.trace');
  try {
    const user = as === undefined ? [] : ['-u', as];
    spawnSync('strace', [...way, ...user, '-o', trace, 'sh', '-c', `exec ${command}`], {
      cwd: directory,
      timeout: 60_000,
      env: {
        PATH: process.env.PATH,
        HOME: directory,
        LANG: 'C.UTF-8',
        GIT_CEILING_DIRECTORIES: tmpdir(),
      },
      stdio: ['ignore', 'ignore', 'ignore'],
    });
    const text = readFileSync(trace, 'latin1');
    const answer = new Cause();
    const reader = new Reader((fact) => answer.see(fact));
    reader.feed(text);
    const rows = [...answer.rows(reader.end())];
    return { rows, first: firstCause(text), lines: text.split('\n') };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The text of a row: its line, and its end, which stands on another line if the call was interrupted. */
const shown = (row, lines) =>
  row === undefined ? '' : `${lines[row.line - 1]} ${row.errno} ${row.signal}`;

const exists = (command) => {
  const [program] = command.split(' ');
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
};

function measure(title, cases, isShown) {
  let right = 0;
  let same = 0;
  let all = 0;
  for (const [index, [name, command, expected, { as } = {}]] of cases.entries()) {
    if (!exists(command)) continue;
    all += 1;
    const { rows, first, lines } = run(command, as, ways[index % ways.length]);
    const is = shown(rows[0], lines);
    const isRight = expected === undefined ? rows.length === 0 : expected.test(is);
    if (isRight) right += 1;
    if (first?.line === rows[0]?.line) same += 1;
    else
      console.log(
        `OTHER  ${name}: a pager opens at ${shown(first, lines).slice(0, 160) || 'nothing'}`,
      );
    if (!isRight || isShown) {
      console.log(`${isRight ? 'right' : 'WRONG'}  ${name}: ${is.slice(0, 160) || 'nothing'}`);
      if (!isRight)
        for (const row of rows.slice(1, 4))
          console.log(`         ${shown(row, lines).slice(0, 140)}`);
      if (!isRight && rows[0])
        console.log(`         said: ${JSON.stringify(rows[0].message.slice(-120))}`);
    }
  }
  console.log(`${title}: ${right} of ${all}, ${((100 * right) / all).toFixed(0)} %`);
  console.log(`${title}: a pager opens at the same line in ${same} of ${all}`);
  return Math.min(right, same) / all;
}

execFileSync('strace', ['--version'], { stdio: 'ignore' });
const isShown = process.argv.includes('--all');
const rates = [
  measure('tuned', tuned, isShown),
  measure('measured', measured, isShown),
  measure('nothing said where nothing failed', quiet, isShown),
];
if (rates.some((rate) => rate < 0.9)) process.exitCode = 1;
