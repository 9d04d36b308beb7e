export function runDirectory(prefix: string): string;
