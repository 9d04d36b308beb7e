/** Where a pager opens a trace: at the line that explains why the run failed, at the first line, or at the last. */
export const places = ['cause', 'start', 'end'] as const;
export type At = (typeof places)[number];

export const isAt = (word: string): word is At => (places as readonly string[]).includes(word);
