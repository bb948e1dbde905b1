/** Whether what a run writes to is there, in one request or two. */
import { PreconditionError, RequestError } from "../errors.ts";
import { ASSET_VERSION } from "./asset.ts";
import { at, type JsonObject, numberAt, objectAt } from "./json.ts";
import { isVersionOf, type Names } from "./names.ts";
import type { ElasticConnection } from "./request.ts";

/** @throws PreconditionError naming what is missing or old, and the command to run. */
export async function checkAssets(
  connection: ElasticConnection,
  names: Names,
  /** Data streams that are written to; the first record makes them, by their template. */
  streams: readonly string[] = [],
): Promise<void> {
  const indices = [names.latest, names.state];
  const answer = await connection.ask({
    method: "GET",
    path: `/${indices.join(",")}/_mapping`,
    query: { ignore_unavailable: true, filter_path: "*.mappings._meta" },
  });
  for (const name of indices) {
    const index = Object.keys(answer).find((index) => isVersionOf(name, index));
    if (index === undefined) await requireAllowed(connection, name);
    requireVersion(`index "${name}"`, objectAt(answer, index ?? name, "mappings", "_meta"));
  }
  for (const stream of streams) {
    const meta = await templateMeta(connection, stream);
    if (meta !== undefined) requireVersion(`index template "${stream}"`, meta);
  }
}

/** To ignore what is missing is to ignore what is forbidden as well, so it is asked for by itself. */
async function requireAllowed(connection: ElasticConnection, name: string): Promise<void> {
  try {
    await connection.ask({ method: "GET", path: `/${name}/_mapping` });
  } catch (error) {
    if (!(error instanceof RequestError && error.kind === "missing")) throw error;
  }
}

/** Undefined when the credentials do not let it be read. */
async function templateMeta(
  connection: ElasticConnection,
  name: string,
): Promise<JsonObject | undefined> {
  try {
    const answer = await connection.ask({
      method: "GET",
      path: `/_index_template/${name}`,
      query: { filter_path: "index_templates.index_template._meta" },
    });
    return objectAt(answer, "index_templates", 0, "index_template", "_meta");
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    if (error.kind === "missing") return {};
    if (error.kind === "unauthorised") return undefined;
    throw error;
  }
}

function requireVersion(title: string, meta: JsonObject): void {
  const installed = at(meta, "managed_by") === "ti-misp" ? numberAt(meta, "version") : undefined;
  if (installed !== undefined && installed >= ASSET_VERSION) return;
  const problem = installed === undefined
    ? "is missing, or was not made by ti-misp"
    : `is of version ${installed}, but version ${ASSET_VERSION} is needed`;
  throw new PreconditionError(`The ${title} ${problem}: run ti-misp install-assets`);
}
