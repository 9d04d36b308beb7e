/** The questions of --report. */
export const whats = [
  'cause',
  'failed',
  'files',
  'slow',
  'calls',
  'tree',
  'net',
  'signals',
  'waiting',
] as const;
export type What = (typeof whats)[number];

export const isWhat = (word: string): word is What => (whats as readonly string[]).includes(word);
