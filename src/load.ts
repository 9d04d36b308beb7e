/**
 * Node begins here. Reads the files of this directory, each with the code that V8 made of the file at an
 * earlier start. With that code, reading takes less than half the time of require.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { Script } from 'node:vm';
import { damaged } from './cli/damaged.ts';
import { FAILED } from './core/exit.ts';
import { bytesOf, codeDirectory, isNodeKept, isOwn, keptCode } from './os/code.ts';
import { reasonOf } from './os/errno.ts';
import { stderrIn } from './os/job/stderr.ts';

type Module = { exports: unknown };
type Body = (module: Module, require: (name: string) => unknown, directory: string) => void;

/** None where the launcher only tries whether Node starts (try_node). */
const words = process.argv.slice(2);

const modules: Record<string, Module> = {};
/** Modules of Node. */
const builtins: Record<string, unknown> = {};
const MAIN = 'main.cjs';
const KEEP = 'keep.cjs';
const directory = codeDirectory(process.env);
const isTrusted = directory !== undefined && isOwn(directory);
/** What main.cjs has done, once it has run. After a run's start, the session opens in the next turn of the loop. */
let started: typeof import('./main.ts') | undefined;
type Unkept = {
  readonly file: string;
  readonly filename: string;
  readonly source: Buffer;
  readonly script: Script;
};
/** The files whose code is not in the cache yet. */
const unkept: Unkept[] = [];

function load(file: string): unknown {
  const known = modules[file];
  if (known !== undefined) return known.exports;
  const module = { exports: {} };
  modules[file] = module;
  const body = compile(file, `${__dirname}/${file}`);
  body(module, loadOrRequire, __dirname);
  return module.exports;
}

function compile(file: string, filename: string): Body {
  try {
    const source = bytesOf(filename);
    const cachedData = isTrusted ? keptCode(directory, file, source) : undefined;
    const script = new Script(source.toString('latin1'), { filename, cachedData });
    if (script.cachedDataRejected !== false && file !== KEEP) {
      unkept.push({ file, filename, source, script });
      if (started && unkept.length === 1) setImmediate(keepNext);
    }
    return script.runInThisContext() as Body;
  } catch (error) {
    // main.cjs reports what is thrown after it was read.
    if (file === MAIN) refuse(damaged(filename, reasonOf(error)));
    throw error;
  }
}

function refuse(text: string): never {
  writeSync(stderrIn(words) ?? 2, `${text}\n`);
  process.exit(FAILED);
}

/** Keep the code of one file in a turn of the loop, so that signals and ended children wait for one file only. */
function keepNext(): void {
  const [next] = unkept;
  if (directory === undefined || next === undefined) return;
  const { filename, source } = next;
  quietly(() => keep().keepCode(directory, filename, source, usedCode(next)));
  unkept.shift();
  if (unkept.length > 0) setImmediate(keepNext);
}

/**
 * The code of the functions that a run's start has called: of main.cjs, two thirds. The next start calls them
 * too, and waits 0.02 ms for each KB. Undefined where the code of all functions is wanted.
 */
const usedCode = ({ file, script }: Unkept): Buffer | undefined =>
  file === MAIN && started?.isRun ? script.createCachedData() : undefined;

/** What only the first start needs. */
const keep = (): typeof import('./os/keep-code.ts') =>
  load(KEEP) as typeof import('./os/keep-code.ts');

/** Keep a link to this Node, for the launcher. */
function keepNode(): void {
  if (directory !== undefined && !isNodeKept(directory)) quietly(() => keep().keepNode(directory));
}

/** Do `action`, and ignore its failure: without the code the next start is slower, and that is all. */
function quietly(action: () => void): void {
  try {
    action();
  } catch {
    // A damaged keep.cjs.
  }
}

/** Each source file asks for what it imports, and require takes 0.01 ms for each. */
function loadOrRequire(name: string): unknown {
  if (name.startsWith('./')) return load(name.slice(2));
  builtins[name] ??= require(name);
  return builtins[name];
}

/** The words of a Node that does not start reach the user on 2. From here on vimtrace has its own descriptor for that. */
function closeStderr(): void {
  closeSync(2);
  // Takes the lowest free number, which is 2.
  openSync('/dev/null', 'w');
}

function run(): void {
  started = load(MAIN) as typeof import('./main.ts');
  closeStderr();
  // After the session, which main.cjs has put off to the same turn.
  if (unkept.length > 0) setImmediate(keepNext);
  setImmediate(keepNode);
}

if (words.length === 0) writeSync(1, process.version);
else run();
