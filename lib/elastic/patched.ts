import { isObject, type JsonObject, type JsonValue } from "./json.ts";

type Path = readonly [string | number, ...(string | number)[]];

/** `body` with another value at a path that it has; `undefined` takes a name away. */
export function patched(body: JsonObject, path: Path, value: JsonValue | undefined): JsonObject {
  const changed = patchedValue(body, path, value);
  return isObject(changed) ? changed : body;
}

function patchedValue(
  body: JsonValue | undefined,
  [step, ...rest]: Path,
  value: JsonValue | undefined,
): JsonValue | undefined {
  const [next, ...further] = rest;
  const change = (inner: JsonValue | undefined) =>
    next === undefined ? value : patchedValue(inner, [next, ...further], value);
  if (Array.isArray(body)) {
    return body.map((inner, position) => position === step ? change(inner) ?? inner : inner);
  }
  return isObject(body) ? { ...body, [step]: change(body[step]) } : body;
}
