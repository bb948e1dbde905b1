/** As much of Kibana's query language as the panels and rules use, as Elasticsearch's own queries. */
import type { JsonObject } from "../../lib/elastic/json.ts";

const TOKEN = /\s*(\(|\)|<=|>=|:|"[^"]*"|[^\s():"<>=]+)/gy;

export function queryOf(text: string): JsonObject {
  if (text.trim() === "") return { match_all: {} };
  const parser = new Parser(tokensOf(text));
  const query = parser.or();
  if (!parser.done) throw new SyntaxError(`Cannot read "${text}" to its end`);
  return query;
}

function tokensOf(text: string): readonly string[] {
  const tokens = [...text.trim().matchAll(TOKEN)].map(([, token]) => token ?? "");
  if (tokens.join("").length !== text.replaceAll(/\s(?=(?:[^"]*"[^"]*")*[^"]*$)/g, "").length) {
    throw new SyntaxError(`Cannot read "${text}"`);
  }
  return tokens;
}

class Parser {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  get done(): boolean {
    return this.#at === this.#tokens.length;
  }

  or(): JsonObject {
    const should = this.#joined("or", () => this.#and());
    return should.length === 1 ? should[0]! : { bool: { should, minimum_should_match: 1 } };
  }

  #and(): JsonObject {
    const filter = this.#joined("and", () => this.#not());
    return filter.length === 1 ? filter[0]! : { bool: { filter } };
  }

  #joined(word: string, part: () => JsonObject): JsonObject[] {
    const parts = [part()];
    while (this.#tokens[this.#at] === word) {
      this.#at++;
      parts.push(part());
    }
    return parts;
  }

  #not(): JsonObject {
    if (this.#tokens[this.#at] !== "not") return this.#term();
    this.#at++;
    return { bool: { must_not: [this.#not()] } };
  }

  #term(): JsonObject {
    const first = this.#next();
    if (first === "(") {
      const inner = this.or();
      if (this.#next() !== ")") throw new SyntaxError('A "(" is not closed');
      return inner;
    }
    const operator = this.#next();
    const value = this.#next().replaceAll('"', "");
    if (operator === "<=") return { range: { [first]: { lte: value } } };
    if (operator === ">=") return { range: { [first]: { gte: value } } };
    if (operator !== ":") throw new SyntaxError(`No operator after "${first}"`);
    return value === "*" ? { exists: { field: first } } : { match: { [first]: value } };
  }

  #next(): string {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new SyntaxError("The query ends too early");
    return token;
  }
}
