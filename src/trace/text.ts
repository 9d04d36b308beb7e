/** Text in a trace: the strings that strace quotes, and the bytes of the file itself. */

const utf8 = new TextDecoder();
/** strace's escapes of one character, and what they stand for (C). */
const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** A quoted string of a call. */
export type Quoted = {
  /** Decoded as UTF-8. */
  readonly text: string;
  /** strace cut the string after the bytes of -s. */
  readonly isCut: boolean;
};

/** Latin1 `bytes` as the UTF-8 that they are; what is no UTF-8 becomes U+FFFD. */
export function fromBytes(bytes: string): string {
  if (isAscii(bytes)) return bytes;
  return utf8.decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0) & 0xff));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII begins with them
const isAscii = (bytes: string): boolean => /^[\x00-\x7f]*$/.test(bytes);

/** The bytes that `escaped`, the inside of a quoted string, stands for. */
export function unescaped(escaped: string): string {
  if (!escaped.includes('\\')) return escaped;
  return escaped.replace(
    /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|(.))/gs,
    (_, octal?: string, hexadecimal?: string, char = '') => {
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
      if (hexadecimal !== undefined) return String.fromCharCode(Number.parseInt(hexadecimal, 16));
      return escapes[char] ?? char;
    },
  );
}

/** What the argument `arg` says if it is a string, as `"/etc/passwd"` or `"abc"...`; undefined if it is not one. */
export function quoted(arg: string | undefined): Quoted | undefined {
  const raw = rawString(arg);
  return raw === undefined || arg === undefined
    ? undefined
    : { text: fromBytes(unescaped(raw)), isCut: arg.endsWith('...') };
}

/** The inside of the quotes of `arg`, with its escapes; undefined if it is no string. */
export function rawString(arg: string | undefined): string | undefined {
  if (arg === undefined || arg.charCodeAt(0) !== 0x22) return undefined;
  const end = arg.endsWith('"...') ? arg.length - 4 : arg.length - 1;
  return end > 0 && arg.charCodeAt(end) === 0x22 ? arg.slice(1, end) : undefined;
}
