/**
 * The kinds of values that configuration keys have, as zod schemas. Each takes what YAML gives as
 * well as the text that a flag or an environment variable gives, and its messages say how to write
 * the value.
 */
import { z } from "../zod.ts";
import { didYouMean } from "../cli/suggest.ts";
import { parseLifetime, parsePositiveDuration } from "./duration.ts";
import { Secret } from "./secrets.ts";
import { parseSize } from "./size.ts";
import { parseHttpUrl } from "./values.ts";

export type Field<T> = z.ZodType<T, unknown>;

/** A schema from a function that throws `RangeError` when it cannot read its input. */
export function field<T>(read: (input: unknown) => T): Field<T> {
  return z.unknown().transform((input, context) => {
    try {
      return read(input);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      context.issues.push({ code: "custom", message: error.message, input });
      return z.NEVER;
    }
  });
}

function textOf(input: unknown): string {
  if (typeof input === "number") return String(input);
  if (input instanceof Date) return input.toISOString();
  if (typeof input === "string" && input.trim() !== "") return input.trim();
  throw new RangeError("Must be a text, and not an empty one");
}

/** A text read by `parse`, or kept as it is. */
export function text(): Field<string>;
export function text<T>(parse: (text: string) => T): Field<T>;
export function text(parse: (text: string) => unknown = (text) => text): Field<unknown> {
  return field((input) => parse(textOf(input)));
}

export function choice<const Names extends readonly string[]>(...names: Names) {
  return field((input): Names[number] => {
    const name = textOf(input);
    const found = names.find((each) => each === name);
    if (found !== undefined) return found;
    const allowed = names.map((each) => `"${each}"`).join(", ");
    throw new RangeError(`Cannot be "${name}": choose one of ${allowed}${didYouMean(name, names)}`);
  });
}

export function integer(range: { readonly min: number; readonly max: number }): Field<number> {
  return field((input) => {
    const number = typeof input === "number" ? input : Number(textOf(input));
    if (Number.isInteger(number) && number >= range.min && number <= range.max) return number;
    throw new RangeError(
      `Must be a whole number from ${range.min} to ${range.max}, not "${input}"`,
    );
  });
}

export function toggle(): Field<boolean> {
  return field((input) => {
    if (typeof input === "boolean") return input;
    if (input === "true" || input === "1") return true;
    if (input === "false" || input === "0") return false;
    throw new RangeError('Must be "true" or "false"');
  });
}

/** Milliseconds, more than none. */
export function duration(): Field<number> {
  return text(parsePositiveDuration);
}

/** Milliseconds, or `off`. */
export function lifetime(): Field<number | "off"> {
  return text(parseLifetime);
}

/** Bytes. */
export function size(range: { readonly min: string; readonly max: string }): Field<number> {
  return text((input) => {
    const bytes = parseSize(input);
    if (bytes >= parseSize(range.min) && bytes <= parseSize(range.max)) return bytes;
    throw new RangeError(`Must be from ${range.min} to ${range.max}, not "${input}"`);
  });
}

/** A list, or one text with commas; the same value twice is one. */
export function list(): Field<readonly string[]>;
export function list<T>(parse: (text: string) => T): Field<readonly T[]>;
export function list(parse: (text: string) => unknown = (text) => text): Field<readonly unknown[]> {
  return field((input) => {
    const items: readonly unknown[] = Array.isArray(input) ? input : textOf(input).split(",");
    return [...new Set(items.map(textOf).map(parse))];
  });
}

/** One or several base URLs. */
export function urls(): Field<readonly string[]> {
  return list(parseHttpUrl);
}

/** A mapping, or one text like `ip-dst=7d,url=30d`. */
export function mapping<T>(parse: (text: string) => T): Field<Readonly<Record<string, T>>> {
  return field((input) => {
    const isMapping = typeof input === "object" && input !== null && !Array.isArray(input);
    const entries: readonly (readonly [string, unknown])[] = isMapping
      ? Object.entries(input)
      : textOf(input).split(",").map((pair) => {
        const [, name, value] = /^\s*([^=\s]+)\s*=\s*(\S+)\s*$/.exec(pair) ?? [];
        if (name !== undefined) return [name, value];
        throw new RangeError(`Cannot read "${pair}": write "name=value,name=value"`);
      });
    return Object.fromEntries(entries.map(([name, value]) => [name, parse(textOf(value))]));
  });
}

/** A command line for the shell, or a program and its arguments. */
export function command(): Field<string | readonly string[]> {
  return field((input) => {
    if (!Array.isArray(input)) return textOf(input);
    if (input.length > 0) return input.map(textOf);
    throw new RangeError("Must name a program");
  });
}

/** Its messages never hold the value. */
export function secretText(): Field<Secret> {
  return field((input) => {
    if (input instanceof Secret) return input;
    if (typeof input === "string" && input !== "") return new Secret(input);
    throw new RangeError("Must be a text, and not an empty one: put it in quotes");
  });
}
