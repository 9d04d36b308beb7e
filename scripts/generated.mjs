// Shared by the generators of docs/ and completions/: loads the source, and writes or checks the file.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { runDirectory } from './cleanup.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The exports of the TypeScript files `sources`. They are bundled first, because Node 20 cannot import TypeScript. */
export async function load(...sources) {
  const outfile = join(runDirectory('vimtrace-generated-'), 'bundle.mjs');
  await build({
    stdin: {
      contents: sources.map((source) => `export * from './${source}';`).join('\n'),
      resolveDir: root,
    },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'warning',
  });
  return import(pathToFileURL(outfile).href);
}

/** Replace the text of `file` by `render(text)`; with --check, only report a difference and exit with 1. */
export function generate(file, source, render) {
  const path = join(root, file);
  const found = readFileSync(path, 'utf8');
  const wanted = render(found);
  if (!process.argv.includes('--check')) {
    writeFileSync(path, wanted);
  } else if (found !== wanted) {
    console.error(`vimtrace: ${file} is stale: ${source} has changed; run npm run docs`);
    process.exitCode = 1;
  }
}
