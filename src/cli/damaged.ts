/** The one message that cannot be in a lazily loaded file: the file with the others may be damaged too. */
export const damaged = (file: string, reason: string): string =>
  `vimtrace: cannot read ${file}: ${reason}; install vimtrace again`;
