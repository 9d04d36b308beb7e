/** The faults that a user's configuration can have, and the message for each. */
import { hint } from './meant.ts';
import { visible } from './messages.ts';

export type Fault =
  | { readonly kind: 'syntax'; readonly line: number; readonly code: string }
  | { readonly kind: 'duplicate'; readonly line: number; readonly name: string }
  | {
      readonly kind: 'unknown';
      readonly line: number;
      readonly name: string;
      /** The last part of the name. */
      readonly last: string;
      readonly known: readonly string[];
    }
  | {
      readonly kind: 'lacks';
      readonly line: number;
      readonly name: string;
      readonly lacks: string;
      /** The allowed value of the missing field; '' if its name is enough. */
      readonly what: string;
    }
  | {
      readonly kind: 'value';
      readonly line: number;
      readonly name: string;
      readonly allowed: string;
      readonly found: unknown;
      /** The allowed values, if they can be listed. */
      readonly known: readonly string[];
    };

/** The message for a `fault` in `file`: one line. */
export const faulty = (file: string, fault: Fault): string =>
  visible(`vimtrace: cannot read ${file}:${fault.line}: ${wordsFor(fault)}`);

function wordsFor(fault: Fault): string {
  switch (fault.kind) {
    case 'syntax':
      return syntax[fault.code] ?? 'not JSON';
    case 'duplicate':
      return `${quoted(fault.name)} appears twice; remove one`;
    case 'unknown':
      return `${quoted(fault.name)} is unknown${hint(fault.last, fault.known, quoted)}; known names are ${fault.known.join(', ')}`;
    case 'lacks':
      return `${quoted(fault.name)} lacks ${quoted(fault.lacks)}${fault.what && `, ${fault.what}`}`;
    case 'value':
      return `${quoted(fault.name)} must be ${fault.allowed}, not ${shortened(fault.found)}${typeof fault.found === 'string' ? hint(fault.found, fault.known, quoted) : ''}`;
  }
}

const quoted = (name: string): string => (name === '' ? 'the file' : JSON.stringify(name));

function shortened(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** Keyed by jsonc-parser's names of syntax errors, and TooDeep. */
const syntax: Readonly<Record<string, string>> = {
  InvalidSymbol: 'this is not a JSON value; text needs double quotation marks',
  InvalidNumberFormat: 'this is not a number',
  PropertyNameExpected: 'a name in double quotation marks is expected',
  ValueExpected: 'a value is expected',
  ColonExpected: 'a colon is missing before this',
  CommaExpected: 'a comma is missing before this',
  CloseBraceExpected: 'a } is missing',
  CloseBracketExpected: 'a ] is missing',
  EndOfFileExpected: 'there is more text after the end of the object',
  UnexpectedEndOfComment: 'the comment does not end',
  TooDeep: 'there are too many braces and brackets, one inside the other',
  UnexpectedEndOfString: 'the string does not end on this line',
  UnexpectedEndOfNumber: 'the number is incomplete',
  InvalidUnicode: '\\u must be followed by four hexadecimal digits',
  InvalidEscapeCharacter: 'JSON has no such escape sequence',
  InvalidCharacter: 'the string contains a control character',
};

/** The message for a file that cannot be read. */
export const unread = (file: string, reason: string): string =>
  visible(`vimtrace: cannot read ${file}: ${reason}`);

/** The message for a file that vimtrace refuses to use, and `why`. */
export function untrusted(
  file: string,
  why: 'foreign' | 'open' | 'irregular' | 'large' | 'binary',
): string {
  switch (why) {
    case 'irregular':
      return unread(file, 'not a regular file');
    case 'large':
      return unread(file, 'larger than 1 MiB');
    case 'binary':
      return unread(file, 'not text in UTF-8');
    case 'foreign':
      return visible(
        `vimtrace: cannot trust ${file}: it belongs to another user; use a copy of your own, or set XDG_CONFIG_HOME`,
      );
    case 'open':
      return visible(
        `vimtrace: cannot trust ${file}: everybody can write to it; fix this with chmod o-w`,
      );
  }
}
