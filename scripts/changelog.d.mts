export function released(
  changelog: string,
  version: string,
  date: string,
  repository: string,
): string;
export function linked(changelog: string, repository: string): string;
export function absolute(readme: string, version: string, repository: string): string;
