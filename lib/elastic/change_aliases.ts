import { RequestError } from "../errors.ts";
import type { JsonObject, JsonValue } from "./json.ts";
import type { ElasticConnection } from "./request.ts";

/** All of the actions, or none. */
export async function changeAliases(
  connection: ElasticConnection,
  actions: readonly JsonObject[],
): Promise<void> {
  try {
    await connection.ask({ method: "POST", path: "/_aliases", body: { actions: [...actions] } });
  } catch (error) {
    if (!(error instanceof RequestError && error.kind === "unauthorised")) throw error;
    // The server does not tell which of them it is about.
    const names = new Set(actions.flatMap((action) => Object.values(action).flatMap(namesIn)));
    throw new RequestError(
      `Changing aliases takes the privilege manage on each of ${[...names].join(", ")}`,
      { kind: error.kind, status: error.status, cause: error },
    );
  }
}

function namesIn(action: JsonValue | undefined): readonly string[] {
  if (typeof action !== "object" || action === null) return [];
  return Object.values(action).filter((value) => typeof value === "string")
    .map((name) => `"${name}"`);
}
