/** Gives equal names the same string, so that a name is hashed when it is new, not at each line. */

/** There are some 400 system calls; a library has more functions, and any bytes can be a name. */
const MOST = 16_384;

export class Names {
  readonly #known = new Map<number, string>();

  /** The name in `text` between `from` and `to`; `hash` is a number that equal names share. */
  get(text: string, from: number, to: number, hash: number): string {
    const known = this.#known.get(hash);
    if (known !== undefined && known.length === to - from && isAt(text, known, from)) return known;
    const name = apart(text.slice(from, to));
    if (this.#known.size < MOST) this.#known.set(hash, name);
    return name;
  }
}

/** Whether `name` stands in `text` at `from`. For a short name, startsWith() takes four times as long. */
function isAt(text: string, name: string, from: number): boolean {
  for (let at = 0; at < name.length; at += 1)
    if (text.charCodeAt(from + at) !== name.charCodeAt(at)) return false;
  return true;
}

/** `part` as a string of its own. V8 cuts a string by pointing into the whole, which would then stay in memory. */
export const apart = (part: string): string => (part.length < 13 ? part : ` ${part}`.slice(1));
