/** What the benchmark found, and whether that is good enough. */

export interface Bar {
  readonly at: "least" | "most";
  readonly value: number;
  /** Of the figure itself, or of its ratio to the peer. */
  readonly of: "value" | "ratio";
}

export interface Figure {
  readonly name: string;
  readonly unit: string;
  /** One of each run. */
  readonly values: readonly number[];
  /** What the figure is held against, measured in the same runs. */
  readonly peer?: { readonly name: string; readonly values: readonly number[] };
  readonly bars?: readonly Bar[];
}

export interface Verdict {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  /** Least and most of all runs: how far they can be trusted. */
  readonly spread: readonly [number, number];
  readonly peer: { readonly name: string; readonly value: number } | undefined;
  readonly ratio: number | undefined;
  readonly bars: readonly Bar[];
  /** Undefined without a bar. */
  readonly pass: boolean | undefined;
}

export function atLeast(value: number, of: Bar["of"] = "value"): Bar {
  return { at: "least", value, of };
}

export function atMost(value: number, of: Bar["of"] = "value"): Bar {
  return { at: "most", value, of };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2;
}

/** A ratio is that of each run, because what disturbs one of two neighbours disturbs the other. */
export function judge({ name, unit, values, peer, bars = [] }: Figure): Verdict {
  const value = median(values);
  const ratio = peer === undefined
    ? undefined
    : median(values.map((each, run) => each / (peer.values[run] ?? NaN)));
  return {
    name,
    unit,
    value,
    spread: [Math.min(...values), Math.max(...values)],
    peer: peer === undefined ? undefined : { name: peer.name, value: median(peer.values) },
    ratio,
    bars,
    pass: bars.length === 0
      ? undefined
      : bars.every((bar) => meets(bar.of === "ratio" ? ratio ?? NaN : value, bar)),
  };
}

function meets(value: number, { at, value: bar }: Bar): boolean {
  return at === "least" ? value >= bar : value <= bar;
}
