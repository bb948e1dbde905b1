/** Whether Elasticsearch would take a document whatever it holds, judged by the table of fields. */
import { assert } from "@std/assert";
import type { Field, FieldType } from "../../lib/ecs/field.ts";
import { FIELDS } from "../../lib/ecs/fields.ts";
import { parseIp } from "../../lib/ecs/ip.ts";

const BY_NAME: ReadonlyMap<string, Field> = new Map(FIELDS.map((field) => [field.name, field]));

/** A field of a document and what it holds; objects of `flattened` fields are one value. */
export interface Leaf {
  readonly name: string;
  readonly field: Field | undefined;
  readonly value: unknown;
}

export function leavesOf(value: unknown, name = ""): readonly Leaf[] {
  const field = BY_NAME.get(name);
  if (field !== undefined || typeof value !== "object" || value === null || Array.isArray(value)) {
    return [{ name, field, value }];
  }
  const members = Object.entries(value);
  if (members.length === 0) return [{ name, field, value }];
  return members.flatMap(([key, member]) => leavesOf(member, name === "" ? key : `${name}.${key}`));
}

const DATE = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d\.\d{3}Z)?$/;

const ACCEPTS = {
  boolean: (value) => typeof value === "boolean",
  constant_keyword: isText,
  date: (value) => typeof value === "string" && DATE.test(value) && !isNaN(Date.parse(value)),
  flattened: (value) => isFlattened(value, 20),
  ip: (value) => typeof value === "string" && parseIp(value)?.ip === value,
  ip_range: (value) => typeof value === "string" && parseIp(value)?.range === value,
  keyword: isText,
  long: (value) => Number.isSafeInteger(value),
} satisfies Record<FieldType, (value: unknown) => boolean>;

function isText(value: unknown): boolean {
  return typeof value === "string" && value.trim() !== "" && value.isWellFormed();
}

function isFlattened(value: unknown, depth: number): boolean {
  if (depth === 0) return false;
  if (Array.isArray(value)) {
    return value.length > 0 && value.every((entry) => isFlattened(entry, depth - 1));
  }
  if (typeof value !== "object" || value === null) {
    return isText(value) || typeof value === "boolean" || Number.isFinite(value);
  }
  const members = Object.entries(value);
  return members.length > 0 &&
    members.every(([key, member]) =>
      isText(key) && key.length <= 256 && !key.includes("\0") && isFlattened(member, depth - 1)
    );
}

/** Asserts that each field is known, not empty, and of its type. */
export function assertAcceptable(document: unknown): void {
  for (const { name, field, value } of leavesOf(document)) {
    assert(field !== undefined, `${name} is not in the table of fields: ${JSON.stringify(value)}`);
    const values = Array.isArray(value) && field.type !== "flattened" ? value : [value];
    const accepted = values.length > 0 && values.every(ACCEPTS[field.type]);
    assert(accepted, `${name} cannot be ${field.type}: ${JSON.stringify(value)}`);
  }
}
