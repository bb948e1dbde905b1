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
  if (section.kind === "lines") return valuesOfLines(section);
  const whole = parsed(section.text);
  if (whole !== undefined) return [{ value: whole, at: 0 }];
  const at = afterMarks(section.text, 0);
  const line = section.text.slice(at, lineEnd(section.text, at));
  return parsed(line) === undefined ? valuesInSequence(section) : valuesOfLines(section);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function valuesOfLines(section: Section): readonly InputValue[] {
  const { text } = section;
  const values: InputValue[] = [];
  for (let start = 0; start < text.length;) {
    const end = lineEnd(text, start);
    const at = afterMarks(text, start);
    if (at < end) values.push({ value: parseLine(section, at, end), at });
    start = end + 1;
  }
  return values;
}

function parseLine(section: Section, at: number, end: number): unknown {
  const line = section.text.slice(at, end);
  try {
    return JSON.parse(line);
  } catch {
    const fault = lineFault(line);
    throw jsonProblem(section, at + fault.at, fault, fault.at >= line.trimEnd().length);
  }
}

function lineFault(line: string): JsonFault {
  try {
    return new JsonFault(afterBlanks(line, valueEnd(line, 0)), "the end of the line");
  } catch (error) {
    if (error instanceof JsonFault) return error;
    throw error;
  }
}

function valuesInSequence(section: Section): readonly InputValue[] {
  const { text } = section;
  const values: InputValue[] = [];
  for (let at = afterMarks(text, 0); at < text.length;) {
    const end = endInSequence(section, at);
    values.push({ value: JSON.parse(text.slice(at, end)), at });
    at = afterMarks(text, end);
  }
  return values;
}

function endInSequence(section: Section, at: number): number {
  try {
    return valueEnd(section.text, at);
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    throw jsonProblem(section, error.at, error, false);
  }
}

/** Windows programs write a byte order mark before each file, so also between joined ones. */
function afterMarks(text: string, from: number): number {
  let at = afterBlanks(text, from);
  while (text[at] === "\ufeff") at = afterBlanks(text, at + 1);
  return at;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}

function placeOf(section: Section, at: number): string {
  return `${formatPosition(positionAfter(section.text.slice(0, at), section))} of the input`;
}

function jsonProblem(
  section: Section,
  at: number,
  fault: JsonFault,
  endsLine: boolean,
): InputError {
  const { text } = section;
  const sign = text.codePointAt(at);
  // What is missing at the end is missed on the last line that holds anything.
  const place = placeOf(section, sign === undefined ? text.trimEnd().length : at);
  const end = sign === undefined ? "the end of the input" : "the end of the line";
  const found = endsLine || sign === undefined ? end : quoted(String.fromCodePoint(sign));
  const page = sign === 0x3c && at === afterMarks(text, 0) ? "; is it an HTML page?" : "";
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
