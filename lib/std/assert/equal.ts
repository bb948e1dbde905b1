type Compare = (a: unknown, b: unknown) => boolean;

/** Values that are told apart by their text, because their state is not in their properties. */
const BY_TEXT = [
  RegExp,
  URL,
  URLSearchParams,
  Temporal.Duration,
  Temporal.Instant,
  Temporal.PlainDate,
  Temporal.PlainDateTime,
  Temporal.PlainTime,
  Temporal.ZonedDateTime,
];

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** `0` equals `-0` and `NaN` equals `NaN`. */
function sameValue(a: unknown, b: unknown): boolean {
  return a === b || Object.is(a, b);
}

/** An object without a prototype counts as a plain one. */
function samePrototype(a: object, b: object): boolean {
  const of = (value: object) => Object.getPrototypeOf(value) ?? Object.prototype;
  return of(a) === of(b);
}

function bytes(value: object): Uint8Array | undefined {
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (!ArrayBuffer.isView(value)) return undefined;
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

function sameEntries(
  a: readonly (readonly unknown[])[],
  b: readonly (readonly unknown[])[],
  compare: Compare,
): boolean {
  const left = [...b];
  return a.length === b.length && a.every((entry) => {
    const at = left.findIndex((other) => entry.every((part, index) => compare(part, other[index])));
    if (at !== -1) left.splice(at, 1);
    return at !== -1;
  });
}

/** For a class instance every property that can be read, getters of its class included. */
function keys(value: object): ReadonlySet<PropertyKey> {
  const prototype = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype || prototype === Array.prototype) {
    return new Set(
      Reflect.ownKeys(value).filter((key) =>
        Object.prototype.propertyIsEnumerable.call(value, key)
      ),
    );
  }
  const names = new Set<PropertyKey>();
  for (
    let at: object | null = value;
    at !== null && at !== Object.prototype;
    at = Object.getPrototypeOf(at)
  ) {
    for (const key of Reflect.ownKeys(at)) names.add(key);
  }
  return names;
}

function sameProperties(a: object, b: object, compare: Compare): boolean {
  const names = keys(a).union(keys(b));
  return [...names].every((key) =>
    key in a === key in b && compare(Reflect.get(a, key), Reflect.get(b, key))
  );
}

function sameObject(a: object, b: object, compare: Compare): boolean {
  if (!samePrototype(a, b)) return false;
  if (a instanceof Date && b instanceof Date) return Object.is(a.getTime(), b.getTime());
  if (BY_TEXT.some((type) => a instanceof type)) return String(a) === String(b);
  if (a instanceof WeakMap || a instanceof WeakSet) {
    throw new TypeError(`Cannot compare ${a.constructor.name} instances`);
  }
  if (a instanceof Map && b instanceof Map) return sameEntries([...a], [...b], compare);
  if (a instanceof Set && b instanceof Set) {
    return sameEntries([...a].map((value) => [value]), [...b].map((value) => [value]), compare);
  }
  const left = bytes(a);
  const right = bytes(b);
  if (left && right) return sameBytes(left, right);
  if (Array.isArray(a) && Array.isArray(b) && a.length !== b.length) return false;
  return sameProperties(a, b, compare);
}

/** Deep equality; a property that is `undefined` is not the same as one that is missing. */
export function equal(c: unknown, d: unknown): boolean {
  const seen = new Map<object, object>();
  const compare: Compare = (a, b) => {
    if (sameValue(a, b)) return true;
    if (!isObject(a) || !isObject(b)) return false;
    if (seen.get(a) === b) return true;
    seen.set(a, b);
    return sameObject(a, b, compare);
  };
  return compare(c, d);
}
