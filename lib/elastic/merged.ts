import { isObject, type JsonObject } from "./json.ts";

/** Both objects as one, level by level; where both have a value, that of `over` holds. */
export function merged(under: JsonObject, over: JsonObject): JsonObject {
  const names = new Set([...Object.keys(under), ...Object.keys(over)]);
  return Object.fromEntries([...names].map((name) => {
    const [low, high] = [under[name], over[name]];
    if (isObject(low) && isObject(high)) return [name, merged(low, high)];
    return [name, high === undefined ? low : high];
  }));
}
