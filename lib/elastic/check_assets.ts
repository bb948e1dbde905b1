/** Whether what a run writes to is there, in one request. */
import { PreconditionError } from "../errors.ts";
import { assetsFor } from "./assets.ts";
import { at, numberAt, objectAt } from "./json.ts";
import type { Names } from "./names.ts";
import type { ElasticConnection } from "./request.ts";

/** @throws PreconditionError naming what is missing or old, and the command to run. */
export async function checkAssets(connection: ElasticConnection, names: Names): Promise<void> {
  const indices = assetsFor(names, connection.flavour).filter(({ kind }) => kind === "index");
  const answer = await connection.ask({
    method: "GET",
    path: `/${indices.map(({ name }) => name).join(",")}/_mapping`,
    query: { ignore_unavailable: true, filter_path: "*.mappings._meta" },
  });
  for (const { name, title, version } of indices) {
    const meta = objectAt(answer, name, "mappings", "_meta");
    const installed = at(meta, "managed_by") === "ti-misp" ? numberAt(meta, "version") : undefined;
    if (installed !== undefined && installed >= version) continue;
    const problem = installed === undefined
      ? "is missing, or was not made by ti-misp"
      : `is of version ${installed}, but version ${version} is needed`;
    throw new PreconditionError(`The ${title} ${problem}: run ti-misp install-assets`);
  }
}
