/** How much of the fault suite runs: everything, or a third that stands for it. */
export const wholeSuite = Deno.env.get("TI_MISP_TEST_FAULTS") === "all";

export type Position = "first" | "middle" | "last";

const POSITIONS: readonly Position[] = ["first", "middle", "last"];

/** Every position in the whole suite; else one of them, another for each turn. */
export function positionsFor(
  turn: number,
  among: readonly Position[] = POSITIONS,
): readonly Position[] {
  return wholeSuite ? among : [among[turn % among.length] ?? "first"];
}

/** All in the whole suite, else every third; twice applied, every ninth. */
export function chosen<T>(all: readonly T[]): readonly T[] {
  return all.filter((_, at) => wholeSuite || at % 3 === 0);
}

/** The running number, from 1, of the request at that position among so many. */
export function numberAt(position: Position, count: number): number {
  return { first: 1, middle: Math.ceil(count / 2), last: count }[position];
}
