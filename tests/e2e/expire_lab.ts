/** `expire` run against a lab, and its clock. */
import { assert } from "@std/assert";
import type { Lab, StoredDocument } from "./lab.ts";

export const DAY = 86_400_000;

interface ExpireSummary {
  readonly exit_code: number;
  readonly outcome: string;
  readonly error?: string;
  readonly events: Readonly<Record<string, number>>;
  readonly documents: Readonly<Record<string, number>>;
  readonly expiries: {
    readonly due: number;
    readonly by_rule: Readonly<Record<string, number>>;
    readonly by_type: Readonly<Record<string, number>>;
    readonly next: Readonly<Record<string, number>>;
  };
}

export async function expire(lab: Lab, ...args: readonly string[]): Promise<ExpireSummary> {
  const { stdout, stderr } = await lab.run(["expire", "--json", ...args]);
  assert(stdout.startsWith("{"), stderr);
  return JSON.parse(stdout);
}

export function endOf({ _source }: StoredDocument): number {
  return Date.parse(String(_source.misp.attribute["decayed_at"]));
}

/** Moves the clock to where `share` of the documents have ended; returns the ids of those left. */
export async function waitUntilEnded(lab: Lab, share: number): Promise<string[]> {
  const documents = (await lab.documents()).toSorted((a, b) => endOf(a) - endOf(b));
  const last = documents[Math.ceil(documents.length * share) - 1];
  assert(last !== undefined);
  lab.now = endOf(last);
  return documents.filter((document) => endOf(document) > lab.now).map(({ _id }) => _id).toSorted();
}

export async function ids(lab: Lab): Promise<string[]> {
  return (await lab.documents()).map(({ _id }) => _id).toSorted();
}
