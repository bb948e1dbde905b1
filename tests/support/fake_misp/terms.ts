import { isRecord } from "./request.ts";

/** What a filter asks for: one of `any`, all of `all`, none of `none`. */
export interface Terms {
  readonly any: readonly string[];
  readonly all: readonly string[];
  readonly none: readonly string[];
}

/** `x`, `[x, y]`, `"!x"`, `{"OR": [..]}`, `{"AND": [..]}` and `{"NOT": [..]}`. Undefined when there is no filter. */
export function termsOf(value: unknown): Terms | undefined {
  if (value === undefined || value === null || value === "" || value === false) return undefined;
  if (isRecord(value)) {
    const none = strings(value["NOT"]).map((term) => term.replace(/^!/, ""));
    return { any: strings(value["OR"]), all: strings(value["AND"]), none };
  }
  const terms = strings(value);
  return {
    any: terms.filter((term) => !term.startsWith("!")),
    all: [],
    none: terms.filter((term) => term.startsWith("!")).map((term) => term.slice(1)),
  };
}

function strings(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

type Matcher = (texts: readonly string[]) => boolean;

/** Tests a row's texts (a value and its halves, its tags' names …), without regard to case, `%` as wildcard. */
export function matcherOf(terms: Terms): Matcher {
  const any = terms.any.map(oneTerm);
  const all = terms.all.map(oneTerm);
  const none = terms.none.map(oneTerm);
  return (texts) =>
    (any.length === 0 || any.some((test) => texts.some(test))) &&
    all.every((test) => texts.some(test)) &&
    !none.some((test) => texts.some(test));
}

function oneTerm(term: string): (text: string) => boolean {
  const wanted = term.toLowerCase();
  if (!wanted.includes("%")) return (text) => text.toLowerCase() === wanted;
  const pattern = wanted.split("%").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const expression = new RegExp(`^${pattern.join(".*")}$`, "is");
  return (text) => expression.test(text);
}

/** `published`, `to_ids`: the values let through; undefined when the filter is "not set", as with `false`. */
export function booleanFilter(value: unknown): ReadonlySet<boolean> | undefined {
  if (value === undefined || value === null || value === false || value === "") return undefined;
  const list = Array.isArray(value) ? value : [value];
  return new Set(list.map((item) => item === true || Number(item) === 1));
}

/** `deleted`: the values let through. Anything not understood, the string "true" too, means 0. */
export function deletedFilter(value: unknown): ReadonlySet<boolean> {
  const list = Array.isArray(value) ? value : [value];
  const asked = new Set(list.map((item) => item === true || item === "only" || Number(item) === 1));
  return list.length === 0 ? new Set([false]) : asked;
}
