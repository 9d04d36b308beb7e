// Generates docs/STATES.md from the table of rules; with --check, only reports a stale file.
// What a rule does is observed: the rules are tried on every state and event that the property tests reach.
import { readFileSync } from 'node:fs';
import { generate, load } from './generated.mjs';

const source = 'src/core/rules.ts';
const { sections, rules, groups, explore, onlyAsked } = await load(
  source,
  'test/property/explore.ts',
  'test/property/asked.ts',
);

/** Each rule with the steps in which it was taken. */
const taken = new Map(rules.map((rule) => [rule, []]));
for (const step of explore(onlyAsked)) {
  const rule = rules.find((candidate) => candidate.fits(step.from, step.event));
  if (rule !== undefined) taken.get(rule).push(step);
}

const cell = (text) => text.replaceAll('|', '\\|');
const unique = (values) => [...new Set(values)];

/** The phases after a rule; — for a rule of several phases after which each phase stays. */
function nextOf(rule) {
  const steps = taken.get(rule);
  if (steps.every(({ from, to }) => from.at === to.at)) return rule.in.length > 1 ? ['—'] : rule.in;
  return unique(steps.map(({ to }) => to.at));
}

/** The actions of a rule, in order. An action that happens in some states only stands in brackets. */
function actionsOf(rule) {
  const lists = taken.get(rule).map(({ actions }) => actions);
  const longest = lists.reduce((a, b) => (b.length > a.length ? b : a), []);
  return longest.map(({ type }) => {
    const all = lists.flatMap((list) => list.filter((action) => action.type === type));
    const words = [type, ...Object.keys(all[0]).flatMap((key) => wordFor(key, all))].join(' ');
    return all.length < lists.length ? `[${words}]` : words;
  });
}

/** The value of the field `key`, in a word, if it is the same in all `actions`; else nothing. */
function wordFor(key, actions) {
  const values = unique(actions.map((action) => JSON.stringify(action[key])));
  if (key === 'type') return [];
  if (key === 'outcome' && actions[0].type === 'exit') {
    const by = unique(actions.map(({ outcome }) => outcome.by));
    return by.length === 1 ? [`by ${by[0]}`] : [];
  }
  const [value] = values;
  const word = JSON.parse(value);
  if (key === 'spares') return word === 'nobody' ? [] : [`spares ${word}`];
  return values.length === 1 && typeof actions[0][key] === 'string' ? [word] : [];
}

/** The phases of a rule, or the name of their group if they have one. */
function placesOf({ in: phases }) {
  const group = Object.entries(groups).find(([, all]) => all.join() === phases.join());
  return group ? `*${group[0]}*` : phases.map((phase) => `\`${phase}\``).join(' ');
}

const row = (rule) => {
  const next = nextOf(rule).map((phase) => (phase === '—' ? phase : `**${phase}**`));
  const then = [...next, ...actionsOf(rule).map((action) => `\`${action}\``)].join(', ');
  return `| ${placesOf(rule)} | ${rule.on.map((event) => `\`${event}\``).join(' ')} | ${cell(rule.if)} | ${then} | ${cell(rule.why)} |`;
};

const titleOf = ({ title }, at) => `${at + 1}. ${title}`;
const anchorOf = (title) =>
  title
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replaceAll(' ', '-');

const table = (section, at) =>
  [
    `## ${titleOf(section, at)}`,
    '',
    '| in | on | if | then | why |',
    '| --- | --- | --- | --- | --- |',
    ...section.rules.map(row),
  ].join('\n');

/** A row for each phase: its comment in src/core/state.ts, and links to the sections with its rules. */
function phases() {
  const text = readFileSync(new URL('../src/core/state.ts', import.meta.url), 'utf8');
  const found = text.matchAll(/\/\*\* ([^*]+) \*\/\s*\| \{\s*readonly at: '(\w+)'/g);
  const links = (phase) =>
    sections.flatMap((section, at) =>
      section.rules.some((rule) => rule.in.includes(phase))
        ? [`[${at + 1}](#${anchorOf(titleOf(section, at))})`]
        : [],
    );
  return [...found].map(
    ([, says, phase]) => `| \`${phase}\` | ${says} | ${links(phase).join(' ')} |`,
  );
}

/** Every change of phase: from, to, and the events that cause the change. */
function changes() {
  const found = new Map();
  for (const steps of taken.values()) {
    for (const { from, event, to } of steps) {
      if (from.at === to.at) continue;
      const key = `${from.at} --> ${to.at}`;
      const change = found.get(key) ?? { from: from.at, to: to.at, events: new Set() };
      found.set(key, { ...change, events: change.events.add(event.type) });
    }
  }
  return [...found.values()];
}

/** A diagram of the phases. An arrow that all phases with a pager have is drawn once, from their box. */
function diagram() {
  const { paged } = groups;
  const all = changes();
  const isShared = (to, event) =>
    paged.every((phase) =>
      all.some((change) => change.from === phase && change.to === to && change.events.has(event)),
    );
  const arrow = (from, to, events) =>
    events.length === 0 ? [] : [`${from} --> ${to}: ${events.join(', ')}`];
  const own = all.map(({ from, to, events }) => ({
    isInside: paged.includes(from) && paged.includes(to),
    lines: arrow(
      from,
      to,
      [...events].filter((event) => !paged.includes(from) || !isShared(to, event)),
    ),
  }));
  const shared = unique(all.map(({ to }) => to)).flatMap((to) => {
    const events = unique(all.flatMap((change) => [...change.events]));
    return arrow(
      'paged',
      to,
      events.filter((event) => isShared(to, event)),
    );
  });
  return [
    '```mermaid',
    'stateDiagram-v2',
    '  state "paged: there is a pager" as paged {',
    ...own
      .filter(({ isInside }) => isInside)
      .flatMap(({ lines }) => lines.map((line) => `    ${line}`)),
    '  }',
    '  [*] --> starting',
    ...own
      .filter(({ isInside }) => !isInside)
      .flatMap(({ lines }) => lines.map((line) => `  ${line}`)),
    ...shared.map((line) => `  ${line}`),
    '  ended --> [*]',
    '```',
  ];
}

const render = () => `# States

Every rule of job control: in one of these phases, on this event, if the condition holds. The first
row that fits is taken; an event without a row changes nothing. P is the process group that the
shell started; for other words see the [glossary](ARCHITECTURE.md#glossary). Marks such as S11 are
facts of [FACTS.md](FACTS.md).

Column *then*: the next phase in bold (— where each phase stays), then the actions in order, with
their arguments. An action in brackets happens in some cases only, as \`[complain]\` after a failure.
What each action does is in \`src/core/action.ts\`.

Column *in*: the phases. ${Object.entries(groups)
  .map(([name, all]) => `*${name}* are ${all.map((phase) => `\`${phase}\``).join(', ')}.`)
  .join(' ')}

Generated by \`npm run docs\` from the table of rules, \`src/core/rules-*.ts\`; change it there.

## Phases

${['| phase | meaning | rules |', '| --- | --- | --- |', ...phases()].join('\n')}

${diagram().join('\n')}

${sections.map(table).join('\n\n')}
`;

generate('docs/STATES.md', source, render);
