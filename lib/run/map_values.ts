/** The JSON values of a section, recognised; what is wrong is told with its place. */
import { type Found, recognise, ShapeError } from "./map_input.ts";
import { afterBlanks, JsonFault, valueEnd } from "./map_json.ts";
import { formatPath, formatPosition, locate, positionAfter } from "./map_locate.ts";
import { InputError, quoted } from "./map_problem.ts";
import type { Section } from "./map_sections.ts";

interface InputValue {
  readonly value: unknown;
  /** Index in the section's text. */
  readonly at: number;
}

/**
 * What a section holds; undefined when that is nothing but blanks.
 *
 * @throws {InputError} naming line, column and byte of the first thing that is wrong.
 */
export function readSection(section: Section): Found | undefined {
  const values = valuesOf(section);
  if (values.length === 0) return undefined;
  const found: Found = { rows: [], eventsWithoutAttributes: 0 };
  for (const { value, at } of values) {
    try {
      recognise(value, found);
    } catch (error) {
      throw error instanceof ShapeError ? shapeProblem(error, section, at) : error;
    }
  }
  return found;
}

/** One value, one on each line, or values one after the other over any lines. */
function valuesOf(section: Section): readonly InputValue[] {
  const whole = section.kind === "all" ? parsed(section.text) : undefined;
  if (whole !== undefined) return [{ value: whole, at: 0 }];
  const values: InputValue[] = [];
  let before: NextValue | undefined;
  for (let at = afterMarks(section.text, 0); at < section.text.length;) {
    const next = valueOnLine(section, at, before) ?? valueOverLines(section, at);
    values.push(next);
    at = afterMarks(section.text, next.end);
    before = next;
  }
  return values;
}

interface NextValue extends InputValue {
  readonly end: number;
  /** Whether it stands on one line, with nothing else behind it. */
  readonly isLine: boolean;
}

/**
 * The value of a line; undefined when there seems to be none. Behind a line that holds a value, what
 * is wrong is looked for on the line and not beyond it.
 */
function valueOnLine(
  section: Section,
  at: number,
  before: NextValue | undefined,
): NextValue | undefined {
  const { text, kind } = section;
  if (before?.isLine === false) return undefined;
  const end = lineEnd(text, at);
  const value = parsed(text.slice(at, end));
  if (value !== undefined) return { value, at, end, isLine: true };
  const mayGoOn = kind === "all" && (before === undefined || faultAfter(text, at) === undefined);
  if (mayGoOn) return undefined;
  throw lineProblem(section, at, end);
}

function faultAfter(text: string, at: number): JsonFault | undefined {
  try {
    valueEnd(text, at);
    return undefined;
  } catch (error) {
    if (error instanceof JsonFault) return error;
    throw error;
  }
}

function valueOverLines(section: Section, at: number): NextValue {
  const { text } = section;
  try {
    const end = valueEnd(text, at);
    const endsLine = text.slice(end, afterBlanks(text, end)).includes("\n");
    const isLine = endsLine && !text.slice(at, end).includes("\n");
    return { value: JSON.parse(text.slice(at, end)), at, end, isLine };
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    throw jsonProblem(section, error.at, error, "the end of the input");
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}

/** Windows programs write a byte order mark before each file, so also between joined ones. */
function afterMarks(text: string, from: number): number {
  let at = afterBlanks(text, from);
  while (text[at] === "\ufeff") at = afterBlanks(text, at + 1);
  return at;
}

function placeOf(section: Section, at: number): string {
  return `${formatPosition(positionAfter(section.text.slice(0, at), section))} of the input`;
}

function lineProblem(section: Section, at: number, end: number): InputError {
  const line = section.text.slice(at, end).trimEnd();
  const fault = faultAfter(line, 0) ??
    new JsonFault(afterBlanks(line, valueEnd(line, 0)), "the end of the line");
  return jsonProblem(section, at + fault.at, fault, "the end of the line", at + line.length);
}

/** What is missing at the end is missed behind the last thing there is. */
function jsonProblem(
  section: Section,
  at: number,
  fault: JsonFault,
  endName: string,
  end: number = section.text.trimEnd().length,
): InputError {
  const place = placeOf(section, Math.min(at, end));
  const sign = String.fromCodePoint(section.text.codePointAt(at) ?? 0);
  const found = at >= end ? endName : quoted(sign);
  const page = sign === "<" && at === afterMarks(section.text, 0) ? "; is it an HTML page?" : "";
  const expected = fault.message.charAt(0).toLowerCase() + fault.message.slice(1);
  return new InputError(
    `Cannot read ${place} as JSON: ${expected}, found ${found}${page}`,
    { cause: fault },
  );
}

function shapeProblem(error: ShapeError, section: Section, at: number): InputError {
  const place = placeOf(section, locate(section.text, at, error.path) ?? at);
  const path = error.path.length === 0 ? "" : ` at ${formatPath(error.path)}`;
  return new InputError(`Cannot map ${place}${path}: ${error.message}`, { cause: error });
}
