/**
 * Remembers what was made of the last key: the attributes of an object, and of an event, come one
 * behind the other. A map, weak or not, would cost the garbage collector more than it saves.
 *
 * @param make may be given what always goes with the key, and is not compared
 */
export function rememberingLast<Key extends object, Value, Rest = void>(
  make: (key: Key, rest: Rest) => Value,
): (key: Key, rest: Rest) => Value {
  let last: { readonly key: Key; readonly value: Value } | undefined;
  return (key, rest) => {
    if (last?.key !== key) last = { key, value: make(key, rest) };
    return last.value;
  };
}
