/** Above this many pairs of lines the exact difference costs more than it explains. */
const MAX_PAIRS = 4_000_000;

type Mark = " " | "-" | "+";
type Line = readonly [mark: Mark, text: string];

/** A value over several lines, keys sorted, nothing left out: what a line difference needs. */
export function format(value: unknown): string {
  return Deno.inspect(value, {
    depth: Infinity,
    sorted: true,
    trailingComma: true,
    compact: false,
    iterableLimit: Infinity,
    strAbbreviateSize: Infinity,
    getters: true,
  });
}

/** Lengths of the longest common subsequences of every pair of tails. */
function commonTails(a: readonly string[], b: readonly string[]): Uint32Array {
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] = a[i] === b[j]
        ? at(i + 1, j + 1) + 1
        : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  return lengths;
}

function mark(sign: Mark, lines: readonly string[]): Line[] {
  return lines.map((line) => [sign, line]);
}

function changedLines(a: readonly string[], b: readonly string[]): Line[] {
  if (a.length * b.length > MAX_PAIRS) return [...mark("-", a), ...mark("+", b)];
  const width = b.length + 1;
  const lengths = commonTails(a, b);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  const lines: Line[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) lines.push([" ", a[i++] ?? ""]), j++;
    else if (at(i + 1, j) >= at(i, j + 1)) lines.push(["-", a[i++] ?? ""]);
    else lines.push(["+", b[j++] ?? ""]);
  }
  return [...lines, ...mark("-", a.slice(i)), ...mark("+", b.slice(j))];
}

function diffLines(a: readonly string[], b: readonly string[]): Line[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  const most = Math.min(a.length, b.length) - start;
  while (end < most && a.at(-1 - end) === b.at(-1 - end)) end++;
  return [
    ...mark(" ", a.slice(0, start)),
    ...changedLines(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    ...mark(" ", a.slice(a.length - end)),
  ];
}

function toLines(value: unknown, quote: boolean): readonly string[] {
  if (!quote || typeof value !== "string") return format(value).split("\n");
  return value.split("\n").map((line, index, all) =>
    JSON.stringify(index < all.length - 1 ? `${line}\n` : line)
  );
}

const COLOURS = { " ": "", "-": "\x1b[31m", "+": "\x1b[32m" } as const satisfies Record<
  Mark,
  string
>;

function paint([sign, text]: Line): string {
  const colour = Deno.noColor ? "" : COLOURS[sign];
  return `${colour}${sign}   ${text}${colour && "\x1b[0m"}`;
}

/** The lines of both values, those of `actual` alone with `-`, of `expected` alone with `+`. */
export function describeDifference(actual: unknown, expected: unknown): string {
  const strings = typeof actual === "string" && typeof expected === "string";
  const lines = diffLines(toLines(actual, strings), toLines(expected, strings));
  return ["", "", "    [Diff] Actual / Expected", "", "", ...lines.map(paint), ""].join("\n");
}
