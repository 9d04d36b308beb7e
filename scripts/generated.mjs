// A document that is generated from a source of the project; with --check, only says whether it is stale.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The source's exports: bundled first, as Node 20 cannot import TypeScript. */
async function imported(source) {
  const directory = mkdtempSync(join(tmpdir(), 'vimtrace-docs-'));
  const outfile = join(directory, 'source.mjs');
  try {
    await build({
      entryPoints: [join(root, source)],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      logLevel: 'warning',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function contents(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return '';
  }
}

/** Write what `render` makes of the exports of `source` to `document`; both are paths in the project. */
export async function generate(document, source, render) {
  const path = join(root, document);
  const wanted = render(await imported(source));
  if (!process.argv.includes('--check')) {
    writeFileSync(path, wanted);
  } else if (contents(path) !== wanted) {
    console.error(`vimtrace: ${document} is not what ${source} says; run npm run docs`);
    process.exitCode = 1;
  }
}
