/**
 * A new version of an index whose mapping cannot be changed in place. Its name becomes an alias of
 * `…-v2`, which gets a copy of every document; the old one goes in the moment in which the new one
 * takes over, and only when both hold equally many.
 */
import { LeaseHeldError, RequestError } from "../errors.ts";
import { changeAliases } from "./change_aliases.ts";
import { at, type JsonObject, listAt, numberAt, objectAt, textAt } from "./json.ts";
import { countOf } from "./latest_index.ts";
import { merged } from "./merged.ts";
import { versionOf } from "./names.ts";
import type { Outdated } from "./outdated.ts";
import { refresh } from "./refresh.ts";
import { removeIfThere } from "./remove.ts";
import type { ElasticConnection } from "./request.ts";
import { runTask } from "./server_task.ts";

interface Replacement {
  readonly old: string;
  readonly next: string;
}

/** @throws LeaseHeldError when a run is at work: what it writes meanwhile would be lost. */
export async function replaceIndex(outdated: Outdated): Promise<void> {
  const { target: { connection, names }, context, asset, installed } = outdated;
  const next = `${asset.name}-v${(versionOf(asset.name, installed.index) ?? 1) + 1}`;
  const replacement = { old: installed.index, next };
  await refuseWhileRunning(connection, names.state, context.clock.now());
  // One that an earlier attempt left behind holds nothing that the old one lacks.
  await removeIfThere(connection, `/${next}`);
  await connection.ask({ method: "PUT", path: `/${next}`, body: hiddenBody(outdated, next) });
  try {
    await connection.ask({ method: "PUT", path: `/${installed.index}/_block/write` });
    await copy(outdated, replacement);
    await requireSameCount(connection, replacement);
    await swap(outdated, replacement);
  } catch (error) {
    if (await giveUp(connection, replacement) === "undone") throw error;
  }
  await show(outdated, next);
}

/** Nobody may find its documents beside those of the old one. */
function hiddenBody({ target, asset }: Outdated, next: string): JsonObject {
  const body = { ...asset.body, aliases: { [copyAlias(next)]: { is_hidden: true } } };
  if (!target.connection.flavour.indexSettings) return body;
  return merged(body, { settings: { index: { hidden: true } } });
}

/** What is copied goes through it: an index that was given up is not made anew by what still comes. */
function copyAlias(next: string): string {
  return `${next}.copy`;
}

async function copy({ target: { connection }, context }: Outdated, { old, next }: Replacement) {
  await refresh(connection, old);
  context.log.info(`Copying the documents of "${old}" to "${next}"`, {
    "event.action": "asset-replace",
  });
  const body = { source: { index: old }, dest: { index: copyAlias(next), op_type: "create" } };
  const query = { require_alias: true };
  try {
    await runTask(connection, context, { method: "POST", path: "/_reindex", query, body });
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const { kind, status } = error;
    throw new RequestError(
      `The documents of "${old}" could not be copied to "${next}", and nothing was changed`,
      { kind, status, cause: error },
    );
  }
}

async function requireSameCount(
  connection: ElasticConnection,
  { old, next }: Replacement,
): Promise<void> {
  await refresh(connection, next);
  const [before, after] = await Promise.all(
    [old, next].map((index) => countOf(connection, index, { match_all: {} })),
  );
  if (before === after) return;
  throw new Error(
    `"${next}" holds ${after} documents, but "${old}" ${before}: nothing was changed`,
  );
}

/** One request, so that there is no moment with both or with neither. */
async function swap({ target, asset }: Outdated, { old, next }: Replacement): Promise<void> {
  const aliases = [asset.name, ...Object.keys(objectAt(asset.body, "aliases"))];
  await changeAliases(target.connection, [
    { remove_index: { index: old } },
    { remove: { index: next, alias: copyAlias(next) } },
    ...aliases.map((alias) => ({ add: { index: next, alias } })),
  ]);
}

async function show({ target: { connection }, asset }: Outdated, next: string): Promise<void> {
  if (!connection.flavour.indexSettings) return;
  const hidden = at(asset.body, "settings", "index", "hidden") ?? false;
  const body = { index: { hidden } };
  await connection.ask({ method: "PUT", path: `/${next}/_settings`, body });
}

/** Also when the run is interrupted: the old index must take writes again. */
async function giveUp(
  connection: ElasticConnection,
  { old, next }: Replacement,
): Promise<"undone" | "swapped"> {
  // The swap may have been done though its answer was lost; then the new index is the only one.
  if (!await isIndex(connection, old)) return "swapped";
  await connection.ask({
    method: "PUT",
    path: `/${old}/_settings`,
    body: { index: { "blocks.write": null } },
    uninterrupted: true,
  });
  await removeIfThere(connection, `/${next}`);
  return "undone";
}

/** The answer names indices themselves, so that an alias of this name is none. */
async function isIndex(connection: ElasticConnection, name: string): Promise<boolean> {
  try {
    const path = `/${name}/_settings`;
    const answer = await connection.ask({ method: "GET", path, uninterrupted: true });
    return Object.hasOwn(answer, name);
  } catch (error) {
    if (error instanceof RequestError && error.kind === "missing") return false;
    throw error;
  }
}

/** Leases are few; their times are numbers in the source only. */
async function refuseWhileRunning(
  connection: ElasticConnection,
  state: string,
  now: number,
): Promise<void> {
  const query = { ignore_unavailable: true };
  await connection.ask({ method: "POST", path: `/${state}/_refresh`, query });
  const answer = await connection.ask({
    method: "POST",
    path: `/${state}/_search`,
    query: { ...query, filter_path: "hits.hits._source" },
    body: { size: 1000, query: { term: { kind: "lease" } } },
  });
  const lease = listAt(answer, "hits", "hits").map((hit) => objectAt(hit, "_source"))
    .find((source) => (numberAt(source, "expires_at") ?? 0) > now);
  if (lease === undefined) return;
  throw new LeaseHeldError(
    `An index must be replaced, but a run of ${textAt(lease, "command")} for instance ` +
      `"${textAt(lease, "instance")}" is at work: wait until it ends, or until its lease expires ` +
      `at ${new Date(numberAt(lease, "expires_at") ?? 0).toISOString()}`,
  );
}
