/**
 * Remembers what was made of the last key: the attributes of an object, and of an event, come one
 * behind the other. A map, weak or not, would cost the garbage collector more than it saves.
 */
export function rememberingLast<Key extends object, Value>(
  make: (key: Key) => Value,
): (key: Key) => Value {
  let last: { readonly key: Key; readonly value: Value } | undefined;
  return (key) => {
    if (last?.key !== key) last = { key, value: make(key) };
    return last.value;
  };
}
