/**
 * Conditions about answers, as texts that users write. A small language of its
 * own: a text can compare and count, and do nothing else.
 *
 *     condition  = either {"or" either}
 *     either     = negation {"and" negation}
 *     negation   = "not" negation | comparison
 *     comparison = sum [("==" | "!=" | "<" | "<=" | ">" | ">=" | "in") sum]
 *     sum        = product {("+" | "-") product}
 *     product    = unary {("*" | "/") unary}
 *     unary      = "-" unary | value
 *     value      = number | text | "[" list "]" | "(" condition ")"
 *                | function "(" list ")" | name {"." field}
 */
import { show } from "../checks.ts";
import { nearest } from "../names.ts";
import type { Assignment } from "../types/assignments.ts";
import {
  ARITHMETIC,
  COMPARISONS,
  CONSTANTS,
  ExpressionError,
  FUNCTIONS,
  numberOf,
  OF_ASSIGNMENT,
  OF_TASK,
  QUANTIFIERS,
  truthOf,
  type Value,
} from "./expression_values.ts";

/** A condition about an answer. */
export type Condition = (assignment: Assignment) => boolean;

/** Answer and task whose values the names of a condition have. */
interface Scope {
  assignment: Assignment;
  /** Position of the task, inside of `all`, `any`, `count` and `share`. */
  task?: number;
}

type Evaluate = (scope: Scope) => Value;

/**
 * Reads a condition.
 *
 * @throws {ExpressionError} If the text is not a valid condition; the message shows the position.
 */
export function parseCondition(text: string): Condition {
  const evaluate = new Parser(text).parse();
  return (assignment) => {
    try {
      return truthOf(evaluate({ assignment }));
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      throw new ExpressionError(
        `Cannot decide about assignment "${assignment.id}": ${error.message}`,
      );
    }
  };
}

interface Token {
  kind: "number" | "text" | "name" | "sign" | "end";
  text: string;
  at: number;
}

const TOKEN =
  /\s+|#[^\n]*|(\d+(?:\.\d+)?)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|([A-Za-z_][A-Za-z0-9_]*)|(==|!=|<=|>=|[<>+\-*/()[\],.])/y;

const KINDS = ["number", "text", "name", "sign"] as const;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) throw mistake(text, at, `there is no sign ${show(text[at])}`);
    const group = match.slice(1).findIndex((found) => found !== undefined);
    if (group === -1) continue;
    tokens.push({ kind: KINDS[group]!, text: match[0], at });
  }
  tokens.push({ kind: "end", text: "the end", at: text.length });
  return tokens;
}

function mistake(text: string, at: number, what: string): ExpressionError {
  const place = text.slice(0, at).trim() === ""
    ? "at the beginning"
    : `after ${show(text.slice(Math.max(0, at - 30), at).trim())}`;
  return new ExpressionError(`${what}, ${place}`);
}

/** Deepest nesting of a condition. */
const MAX_DEPTH = 100;

class Parser {
  readonly #text: string;
  readonly #tokens: Token[];
  #next = 0;
  #depth = 0;
  /** `true` while the part being read concerns one task. */
  #inTask = false;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokensOf(text);
  }

  parse(): Evaluate {
    const condition = this.#condition();
    this.#expect("end", "the end");
    return condition;
  }

  #condition(): Evaluate {
    if (++this.#depth > MAX_DEPTH) throw this.#wrong("it is nested too deeply");
    let left = this.#either();
    while (this.#take("or")) left = or(left, this.#either());
    this.#depth--;
    return left;
  }

  #either(): Evaluate {
    let left = this.#negation();
    while (this.#take("and")) left = and(left, this.#negation());
    return left;
  }

  #negation(): Evaluate {
    let negated = false;
    while (this.#take("not")) negated = !negated;
    const inner = this.#comparison();
    return negated ? (scope) => !truthOf(inner(scope)) : inner;
  }

  #comparison(): Evaluate {
    const left = this.#chain(
      ["+", "-"],
      () => this.#chain(["*", "/"], () => this.#unary()),
    );
    const sign = this.#takeOne(Object.keys(COMPARISONS));
    if (sign === undefined) return left;
    const compare = COMPARISONS[sign]!;
    const right = this.#chain(
      ["+", "-"],
      () => this.#chain(["*", "/"], () => this.#unary()),
    );
    return (scope) => compare(left(scope), right(scope));
  }

  #chain(signs: string[], operand: () => Evaluate): Evaluate {
    let left = operand();
    for (;;) {
      const sign = this.#takeOne(signs);
      if (sign === undefined) return left;
      const [first, second, compute] = [left, operand(), ARITHMETIC[sign]!];
      left = (scope) =>
        compute(numberOf(first(scope)), numberOf(second(scope)));
    }
  }

  #unary(): Evaluate {
    let negative = false;
    while (this.#take("-")) negative = !negative;
    const inner = this.#value();
    return negative ? (scope) => -numberOf(inner(scope)) : inner;
  }

  #value(): Evaluate {
    const token = this.#token;
    if (token.kind === "number") return this.#constant(Number(token.text));
    if (token.kind === "text") {
      return this.#constant(
        token.text.slice(1, -1).replace(
          /\\(.)/g,
          (_, sign) => sign === "n" ? "\n" : sign === "t" ? "\t" : sign,
        ),
      );
    }
    if (this.#take("(")) {
      const inner = this.#condition();
      this.#expect("sign", ")");
      return inner;
    }
    if (this.#take("[")) {
      const items = this.#list("]");
      return (scope) => items.map((item) => item(scope));
    }
    if (token.kind !== "name") {
      throw this.#wrong(`there must be a value, not ${show(token.text)}`);
    }
    this.#next++;
    if (Object.hasOwn(CONSTANTS, token.text)) {
      const value = CONSTANTS[token.text];
      return () => value;
    }
    if (this.#take("(")) return this.#call(token);
    return this.#name(token);
  }

  #constant(value: Value): Evaluate {
    this.#next++;
    return () => value;
  }

  #call(token: Token): Evaluate {
    const { text: name } = token;
    if (Object.hasOwn(QUANTIFIERS, name)) {
      if (this.#inTask) {
        throw mistake(
          this.#text,
          token.at,
          `'${name}' cannot be inside of another of ${
            Object.keys(QUANTIFIERS).join(", ")
          }`,
        );
      }
      this.#inTask = true;
      const [inner] = this.#arguments(token, 1);
      this.#inTask = false;
      const count = QUANTIFIERS[name]!;
      return ({ assignment }) => {
        const all = assignment.tasks.map((_, task) =>
          truthOf(inner!({ assignment, task }))
        );
        return count(all.filter(Boolean).length, all.length);
      };
    }
    if (!Object.hasOwn(FUNCTIONS, name)) {
      throw this.#unknown(token, "function", [
        ...Object.keys(QUANTIFIERS),
        ...Object.keys(FUNCTIONS),
      ]);
    }
    const work = FUNCTIONS[name]!;
    const list = this.#arguments(token, work.length);
    return (scope) => work(...list.map((item) => item(scope)));
  }

  #arguments({ text, at }: Token, wanted: number): Evaluate[] {
    const list = this.#list(")");
    if (list.length === wanted) return list;
    throw mistake(
      this.#text,
      at,
      `'${text}' takes ${wanted} values, not ${list.length}`,
    );
  }

  #list(end: string): Evaluate[] {
    const items: Evaluate[] = [];
    if (this.#take(end)) return items;
    do items.push(this.#condition()); while (this.#take(","));
    this.#expect("sign", end);
    return items;
  }

  #name(token: Token): Evaluate {
    const { text: name } = token;
    if (Object.hasOwn(OF_ASSIGNMENT, name)) {
      const read = OF_ASSIGNMENT[name]!;
      return ({ assignment }) => read(assignment);
    }
    if (!Object.hasOwn(OF_TASK, name)) {
      throw this.#unknown(token, "name", [
        ...Object.keys(OF_ASSIGNMENT),
        ...Object.keys(OF_TASK),
      ]);
    }
    if (!this.#inTask) {
      throw mistake(
        this.#text,
        token.at,
        `'${name}' is about one task: put it into ${
          Object.keys(QUANTIFIERS).map((one) => `${one}(...)`).join(", ")
        }`,
      );
    }
    const read = OF_TASK[name]!;
    const path: string[] = [];
    while (this.#take(".")) path.push(this.#field());
    return ({ assignment, task }) =>
      path.reduce<Value>(
        (value, field) =>
          typeof value === "object" && value !== null &&
            Object.hasOwn(value, field)
            ? (value as Record<string, unknown>)[field]
            : null,
        read(assignment, task!),
      );
  }

  #field(): string {
    const { kind, text } = this.#token;
    if (kind !== "name" && kind !== "text") {
      throw this.#wrong("there must be the name of a field");
    }
    this.#next++;
    return kind === "text" ? text.slice(1, -1) : text;
  }

  #unknown(
    { text, at }: Token,
    kind: string,
    names: string[],
  ): ExpressionError {
    const hint = nearest(text, names);
    return mistake(
      this.#text,
      at,
      `there is no ${kind} '${text}'${
        hint ? ` (did you mean '${hint}'?)` : ""
      }: there are ${names.join(", ")}`,
    );
  }

  get #token(): Token {
    return this.#tokens[this.#next]!;
  }

  #takeOne(texts: readonly string[]): string | undefined {
    return texts.find((text) => this.#take(text));
  }

  #take(text: string): boolean {
    const { kind } = this.#token;
    const taken = (kind === "sign" || kind === "name") &&
      this.#token.text === text;
    if (taken) this.#next++;
    return taken;
  }

  #expect(kind: Token["kind"], text: string): void {
    const { kind: found, text: given } = this.#token;
    if (found !== kind || (kind === "sign" && given !== text)) {
      throw this.#wrong(`there must be ${text}, not ${show(given)}`);
    }
    this.#next++;
  }

  #wrong(what: string): ExpressionError {
    return mistake(this.#text, this.#token.at, what);
  }
}

function or(left: Evaluate, right: Evaluate): Evaluate {
  return (scope) => truthOf(left(scope)) || truthOf(right(scope));
}

function and(left: Evaluate, right: Evaluate): Evaluate {
  return (scope) => truthOf(left(scope)) && truthOf(right(scope));
}
