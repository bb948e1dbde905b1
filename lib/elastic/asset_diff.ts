/** What an asset on the server lacks, or holds otherwise than it should. */
import type { JsonObject, JsonValue } from "./json.ts";

export interface Difference {
  /** Dotted, such as `mappings.misp.event.uuid.type`. */
  readonly path: string;
  /** Undefined where the asset should have nothing. */
  readonly wanted: string | undefined;
  /** Undefined where the server has nothing. */
  readonly installed: string | undefined;
}

/**
 * Differences between two bodies, by path. Servers answer in a form of their own: numbers and
 * booleans as text, settings with dots or without, `index.` before settings, objects
 * without their type.
 */
export function differences(wanted: JsonObject, installed: JsonObject): readonly Difference[] {
  const left = leavesOf(wanted);
  const right = leavesOf(installed);
  const paths = [...new Set([...left.keys(), ...right.keys()])].toSorted();
  return paths
    .map((path) => ({ path, wanted: left.get(path), installed: right.get(path) }))
    .filter(({ wanted, installed }) => wanted !== installed)
    .filter(({ path, wanted }) => !(wanted === "{}" && hasBelow(right, path)));
}

/** An object that was asked for without anything in it is there, with defaults of the server. */
function hasBelow(leaves: ReadonlyMap<string, string>, path: string): boolean {
  return [...leaves.keys()].some((other) => other.startsWith(`${path}.`));
}

function leavesOf(body: JsonObject): Map<string, string> {
  const leaves = new Map<string, string>();
  collect(body, [], leaves);
  return leaves;
}

function collect(
  value: JsonValue | undefined,
  path: readonly string[],
  leaves: Map<string, string>,
): void {
  if (value === undefined) return;
  if (typeof value === "object" && value !== null && Object.keys(value).length > 0) {
    for (const [name, inner] of Object.entries(value)) {
      if (name === "type" && inner === "object") continue;
      collect(inner, [...path, name], leaves);
    }
    return;
  }
  if (path.length === 0) return;
  leaves.set(path.join("."), typeof value === "string" ? value : JSON.stringify(value));
}

/** One line each, as in a unified diff. */
export function describeDifference({ path, wanted, installed }: Difference): readonly string[] {
  return [
    ...(installed === undefined ? [] : [`- ${path}: ${installed}`]),
    ...(wanted === undefined ? [] : [`+ ${path}: ${wanted}`]),
  ];
}
