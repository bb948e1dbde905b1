import { notJsonError } from "./failures.ts";
import { isObject, type JsonObject, type JsonValue } from "./json.ts";
import type { ElasticAnswer } from "./request.ts";

/**
 * The answer's JSON object; an empty body is an empty object.
 *
 * @throws RequestError of kind `malformed`.
 */
export function parseAnswer(what: string, answer: ElasticAnswer): JsonObject {
  if (answer.body === "") return {};
  let value: JsonValue;
  try {
    value = JSON.parse(answer.body);
  } catch (error) {
    throw notJsonError(what, answer, error);
  }
  if (!isObject(value)) throw notJsonError(what, answer, undefined);
  return value;
}
