/** The grammar inside a line: strings, what -y puts behind a descriptor, and brackets. */

const QUOTE = 0x22;
const SLASH = 0x2f;
const LESS = 0x3c;
const LAST_OF_AT_FDCWD = 0x44;
const BACKSLASH = 0x5c;

/** The position behind the string that begins at `at`; the end of the text if nothing closes the string. */
function afterString(text: string, at: number): number {
  for (let end = at + 1; end < text.length; end += 1) {
    const code = text.charCodeAt(end);
    if (code === BACKSLASH) end += 1;
    else if (code === QUOTE) return end + 1;
  }
  return text.length;
}

/** `<` begins what -y, -yy or -Y knows of the number before it; `1<<CAP_KILL` and ` <0.000007>` are something else. */
function isAnnotation(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  const isNumber = before >= 0x30 && before <= 0x39;
  return (isNumber || before === LAST_OF_AT_FDCWD) && text.charCodeAt(at + 1) !== LESS;
}

/**
 * The position behind the `<…>` that begins at `at`. strace writes < and > in a path as \74 and \76, and
 * `->` between the two addresses of a socket, whose part ends with `]>`; a device has a `<char 5:0>` of its own.
 */
function afterAnnotation(text: string, at: number): number {
  const isSocket = /^<[\w-]+:\[/.test(text.slice(at, at + 24));
  if (isSocket) {
    const close = text.indexOf(']>', at);
    return close < 0 ? text.length : close + 2;
  }
  const close = text.indexOf('>', at);
  if (close < 0) return text.length;
  const inner = text.indexOf('<', at + 1);
  return inner >= 0 && inner < close && text.charAt(close + 1) === '>' ? close + 2 : close + 1;
}

/** The position behind the string, the annotation or the comment that begins at `at`; `at` itself if none does. */
export function skip(text: string, at: number): number {
  switch (text.charCodeAt(at)) {
    case QUOTE:
      return afterString(text, at);
    case LESS:
      return isAnnotation(text, at) ? afterAnnotation(text, at) : at;
    case SLASH: {
      if (text.charAt(at + 1) !== '*') return at;
      const end = text.indexOf('*/', at + 2);
      return end < 0 ? text.length : end + 2;
    }
    default:
      return at;
  }
}

const isOpening = (code: number): boolean => code === 0x28 || code === 0x5b || code === 0x7b;
const isClosing = (code: number): boolean => code === 0x29 || code === 0x5d || code === 0x7d;

/** The position of the bracket that closes the arguments which begin at `from`; -1 if none does. */
export function closeOf(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const after = skip(text, at);
    if (after > at) {
      at = after - 1;
      continue;
    }
    const code = text.charCodeAt(at);
    if (isOpening(code)) depth += 1;
    else if (isClosing(code)) {
      if (depth === 0) return at;
      depth -= 1;
    }
  }
  return -1;
}

/** The parts of `text` between the commas that stand in no bracket, no string and no annotation. */
export function parts(text: string): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const after = skip(text, at);
    if (after > at) {
      at = after - 1;
      continue;
    }
    const code = text.charCodeAt(at);
    if (isOpening(code)) depth += 1;
    else if (isClosing(code)) depth -= 1;
    else if (code === 0x2c && depth === 0) {
      found.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  const last = text.slice(from).trim();
  if (last !== '' || found.length > 0) found.push(last);
  return found;
}
