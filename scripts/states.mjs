// Generates docs/STATES.md from the table of rules; with --check, only says whether it is stale.
import { generate, load } from './generated.mjs';

const source = 'src/core/rules.ts';
const { rules } = await load(source);
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

generate('docs/STATES.md', source, () => render(rules));
