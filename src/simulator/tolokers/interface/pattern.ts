/** Texts that match a regular expression. */

import type { Random } from "../../engine/random.ts";

/** Repetitions of what may be repeated without end, by default. */
const MANY = 3;
const DIGITS = "0123456789";
const LETTERS = "abcdefghijklmnopqrstuvwxyz";
/** Characters that stand for any character. */
const ANY = LETTERS + DIGITS;

const CLASSES: Readonly<Record<string, string>> = {
  d: DIGITS,
  w: LETTERS + DIGITS,
  s: " ",
  D: LETTERS,
  W: "-",
  S: LETTERS,
};

const CONTROLS: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  b: "",
  B: "",
};

/**
 * Writes a text that a regular expression is likely to match. Look-arounds and
 * back references are left out, so the result has to be checked.
 *
 * @param many Most repetitions of what may be repeated without end.
 */
export function textLike(
  pattern: string,
  random: Random,
  many = MANY,
): string {
  return new Writer(pattern, random, many).alternatives();
}

/** Reads an expression from left to right and writes as it goes. */
class Writer {
  readonly #chars: readonly string[];
  readonly #random: Random;
  readonly #many: number;
  #at = 0;

  constructor(pattern: string, random: Random, many: number) {
    this.#many = many;
    this.#chars = [...pattern];
    this.#random = random;
  }

  /** One of the alternatives, up to the end of the group. */
  alternatives(): string {
    const all: string[] = [];
    do all.push(this.#sequence()); while (this.#takes("|"));
    return this.#random.pick(all);
  }

  #sequence(): string {
    let text = "";
    while (this.#at < this.#chars.length && !"|)".includes(this.#peek())) {
      const start = this.#at;
      const once = this.#atom();
      const end = this.#at;
      const times = this.#times();
      const after = this.#at;
      if (times > 0) text += once;
      for (let i = 1; i < times; i++) {
        // Read again, as each repetition may be another text.
        this.#at = start;
        text += this.#atom();
        this.#at = end;
      }
      this.#at = after;
    }
    return text;
  }

  #peek(): string {
    return this.#chars[this.#at] ?? "";
  }

  #takes(text: string): boolean {
    const found = this.#chars.slice(this.#at, this.#at + text.length).join("");
    if (found !== text) return false;
    this.#at += text.length;
    return true;
  }

  #atom(): string {
    const char = this.#chars[this.#at++]!;
    switch (char) {
      case "(":
        return this.#group();
      case "[":
        return this.#class();
      case "\\":
        return this.#escape();
      case ".":
        return this.#random.pick([...ANY]);
      case "^":
      case "$":
        return "";
    }
    return char;
  }

  #group(): string {
    const looks = ["?=", "?!", "?<=", "?<!"].some((mark) => this.#takes(mark));
    if (!looks && !this.#takes("?:") && this.#takes("?<")) {
      while (this.#at < this.#chars.length && !this.#takes(">")) this.#at++;
    }
    const text = this.alternatives();
    this.#takes(")");
    return looks ? "" : text;
  }

  #escape(): string {
    const char = this.#chars[this.#at++] ?? "";
    if (char === "u" || char === "x") return this.#code(char);
    if (char === "p" || char === "P") return this.#property(char === "P");
    const choice = CLASSES[char];
    if (choice !== undefined) return this.#random.pick([...choice]);
    return CONTROLS[char] ?? char;
  }

  #code(kind: "u" | "x"): string {
    let digits: string;
    if (this.#takes("{")) {
      const end = this.#chars.indexOf("}", this.#at);
      digits = this.#chars.slice(this.#at, end).join("");
      this.#at = end + 1;
    } else {
      const length = kind === "u" ? 4 : 2;
      digits = this.#chars.slice(this.#at, this.#at + length).join("");
      this.#at += length;
    }
    const code = parseInt(digits, 16);
    return Number.isNaN(code) ? "" : String.fromCodePoint(code);
  }

  /** A character of a Unicode category such as `\p{Lu}` or `\p{N}`. */
  #property(negated: boolean): string {
    if (!this.#takes("{")) return "a";
    const end = this.#chars.indexOf("}", this.#at);
    const name = this.#chars.slice(this.#at, end).join("");
    this.#at = end + 1;
    if (negated) return /^L/.test(name) ? "1" : "a";
    if (/^Lu|Uppercase/.test(name)) {
      return this.#random.pick([...LETTERS]).toUpperCase();
    }
    if (/^N/.test(name)) return this.#random.pick([...DIGITS]);
    if (/^P/.test(name)) return "-";
    if (/^Z|White/.test(name)) return " ";
    return this.#random.pick([...LETTERS]);
  }

  #class(): string {
    const negated = this.#takes("^");
    const members: string[] = [];
    let first = true;
    while (this.#at < this.#chars.length && (first || this.#peek() !== "]")) {
      first = false;
      const from = this.#member();
      if (
        this.#peek() === "-" && ![undefined, "]"].includes(
          this.#chars[this.#at + 1],
        )
      ) {
        this.#at++;
        members.push(...range(from[0] ?? "", this.#member()[0] ?? ""));
      } else {
        members.push(...from);
      }
    }
    this.#takes("]");
    const chosen = negated
      ? [...ANY + "-_ ."].filter((char) => !members.includes(char))
      : members;
    return chosen.length === 0 ? "" : this.#random.pick(chosen);
  }

  #member(): readonly string[] {
    const char = this.#chars[this.#at++]!;
    if (char !== "\\") return [char];
    const choice = CLASSES[this.#peek()];
    if (choice === undefined) return [this.#escape()];
    this.#at++;
    return [...choice];
  }

  /** Number of times to write the atom before a quantifier. */
  #times(): number {
    const [least, most] = this.#quantifier();
    return this.#random.integer(least, Math.max(least, most));
  }

  #quantifier(): [least: number, most: number] {
    let bounds: [number, number] = [1, 1];
    if (this.#takes("*")) bounds = [0, this.#many];
    else if (this.#takes("+")) bounds = [1, this.#many];
    else if (this.#takes("?")) bounds = [0, 1];
    else if (this.#peek() === "{") {
      const rest = this.#chars.slice(this.#at).join("");
      const match = /^\{(\d+)(,?)(\d*)\}/.exec(rest);
      if (match === null) return bounds;
      this.#at += match[0].length;
      const least = Number(match[1]);
      if (match[3] !== "") bounds = [least, Number(match[3])];
      else bounds = [least, match[2] === "" ? least : least + this.#many];
    } else return bounds;
    // Lazy and possessive quantifiers match the same texts.
    if (!this.#takes("?")) this.#takes("+");
    return bounds;
  }
}

/** The characters from one to another; a few of them if there are many. */
function range(from: string, to: string): string[] {
  const first = from.codePointAt(0) ?? 0;
  const last = to.codePointAt(0) ?? first;
  const step = Math.max(1, Math.floor((last - first) / 64));
  const all: string[] = [];
  for (let code = first; code <= last; code += step) {
    all.push(String.fromCodePoint(code));
  }
  return all;
}
