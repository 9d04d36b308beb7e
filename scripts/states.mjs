// Generates docs/STATES.md from the table of rules; with --check, only says whether it is stale.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const document = join(root, 'docs/STATES.md');

/** The table itself: bundled first, as Node 20 cannot import TypeScript. */
async function table() {
  const directory = mkdtempSync(join(tmpdir(), 'vimtrace-states-'));
  const outfile = join(directory, 'rules.mjs');
  try {
    await build({
      entryPoints: [join(root, 'src/core/rules.ts')],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      logLevel: 'warning',
    });
    return (await import(pathToFileURL(outfile).href)).rules;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const cell = (text) => text.replaceAll('|', '\\|');

function render(rules) {
  const phases = [...new Set(rules.map((rule) => rule.in))];
  const sections = phases.map((phase) => {
    const rows = rules
      .filter((rule) => rule.in === phase)
      .map((rule) => `| \`${rule.on}\` | ${cell(rule.if)} | ${cell(rule.why)} |`);
    return [`## ${phase}`, '', '| on | if | why |', '| --- | --- | --- |', ...rows].join('\n');
  });
  return `# States

Every rule of job control: in a phase, on an event, if some fact holds. The first row that fits is
taken; an event without a row changes nothing. P is the process group that the shell started. After
\`ended\` nothing happens any more. Marks such as S11 are those of [FACTS.md](FACTS.md).

Generated from the table in \`src/core/rules.ts\` by \`npm run docs\`; change it there.

${sections.join('\n\n')}
`;
}

const wanted = render(await table());
if (process.argv.includes('--check')) {
  let found = '';
  try {
    found = readFileSync(document, 'utf8');
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  if (found !== wanted) {
    console.error('vimtrace: docs/STATES.md is not what src/core/rules.ts says; run npm run docs');
    process.exitCode = 1;
  }
} else {
  writeFileSync(document, wanted);
}
