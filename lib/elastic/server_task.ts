/** Work that the server does by itself, however long it takes. */
import type { Context } from "../context.ts";
import { RequestError } from "../errors.ts";
import { at, type JsonObject, listAt, objectAt, textAt } from "./json.ts";
import type { ElasticConnection, ElasticRequest } from "./request.ts";

export type TaskContext = Pick<Context, "clock" | "signal">;

const POLL_MS = 500;

/**
 * Sends the request, waits until the server has done what it asks for, and gives the answer.
 *
 * @throws RequestError for a task that failed, in whole or for some documents.
 */
export async function runTask(
  connection: ElasticConnection,
  { clock, signal }: TaskContext,
  request: ElasticRequest,
): Promise<JsonObject> {
  const query = { ...request.query, wait_for_completion: false };
  const task = textAt(await connection.ask({ ...request, query }), "task") ?? "";
  let answer: JsonObject;
  do {
    await clock.sleep(POLL_MS, signal);
    answer = await connection.ask({ method: "GET", path: `/_tasks/${task}` });
  } while (at(answer, "completed") !== true);
  const failure = at(answer, "error") ?? listAt(answer, "response", "failures")[0];
  if (failure === undefined) return objectAt(answer, "response");
  throw new RequestError(
    `${request.method} ${request.path} was begun, but failed with ` +
      JSON.stringify(failure).slice(0, 400),
    { kind: textAt(failure, "type") === "security_exception" ? "unauthorised" : "refused" },
  );
}
