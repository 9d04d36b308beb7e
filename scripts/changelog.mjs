// What a release does to CHANGELOG.md and to the links of README.md: text in, text out.

const HEAD = '## [Unreleased]\n';

/** `changelog` with the unreleased changes as `version` of `date` (YYYY-MM-DD). Throws if there are none. */
export function released(changelog, version, date, repository) {
  const [before, after] = changelog.split(HEAD);
  if (after === undefined) throw new Error('CHANGELOG.md has no section [Unreleased]');
  const [changes] = after.split(/^## |^\[/m);
  if (changes.trim() === '') throw new Error('CHANGELOG.md has nothing under [Unreleased]');
  const body = `${before}${HEAD}\n## [${version}] - ${date}\n${after.replace(LINKS, '')}`;
  return linked(body, repository);
}

const LINKS = /^\[[^\]]+\]: .*\n/gm;

/** `changelog` with a link for each of its versions: to the changes since the version before it. */
export function linked(changelog, repository) {
  const body = changelog.replace(LINKS, '').trimEnd();
  const versions = [...body.matchAll(/^## \[([^\]]+)\]/gm)].map(([, version]) => version);
  const tag = (version) => (version === 'Unreleased' ? 'HEAD' : `v${version}`);
  const links = versions.map((version, index) => {
    const older = versions[index + 1];
    return older === undefined
      ? `[${version}]: ${repository}/releases/tag/${tag(version)}`
      : `[${version}]: ${repository}/compare/${tag(older)}...${tag(version)}`;
  });
  return `${body}\n\n${links.join('\n')}\n`;
}

/** `readme` as a registry shows it: its links to files lead to the files of `version` in the repository. */
export const absolute = (readme, version, repository) =>
  readme.replace(
    /(!?\[[^\]]*\]\()(?!https?:|#)([^)]+\))/g,
    (_, text, path) =>
      `${text}${repository}/${text.startsWith('!') ? 'raw' : 'blob'}/v${version}/${path}`,
  );
