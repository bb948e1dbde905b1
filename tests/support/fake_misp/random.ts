/** A seeded generator of numbers in [0, 1) (mulberry32): the same seed gives the same sequence everywhere. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function randomInteger(random: () => number, below: number): number {
  return Math.floor(random() * below);
}

export function pick<T>(random: () => number, list: readonly T[]): T {
  const chosen = list[randomInteger(random, list.length)];
  if (chosen === undefined) throw new RangeError("Cannot pick from an empty list");
  return chosen;
}

const UUID_KINDS = {
  org: 1,
  event: 2,
  attribute: 3,
  object: 4,
  sighting: 5,
  cluster: 6,
  galaxy: 7,
};

export type UuidKind = keyof typeof UUID_KINDS;

function mix(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function hex(word: number): string {
  return word.toString(16).padStart(8, "0");
}

/** A version 4 uuid that depends on nothing but its three arguments. */
export function uuidOf(seed: number, kind: UuidKind, id: number): string {
  const a = mix(seed ^ mix(UUID_KINDS[kind] ^ mix(id)));
  const b = mix(a ^ id);
  const c = mix(b + UUID_KINDS[kind]);
  const d = mix(c ^ seed);
  const [left, right] = [hex(b), hex(c)];
  const variant = "89ab"[c & 3] + right.slice(0, 3);
  // Joined, not concatenated: a joined string is flat, and a model holds hundreds of thousands of them.
  return [hex(a), left.slice(0, 4), `4${left.slice(5)}`, variant, right.slice(4) + hex(d)].join(
    "-",
  );
}
