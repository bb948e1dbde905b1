/**
 * Edits that turn one text into the other: a letter put in, left out, changed, or two neighbours
 * swapped (Damerau-Levenshtein, each place edited once).
 */
export function editDistance(a: string, b: string): number {
  let older: readonly number[] = [];
  let old: readonly number[] = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(Math.min(
        (old[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (old[j - 1] ?? 0) + change,
        swap ? (older[j - 2] ?? 0) + 1 : Infinity,
      ));
    }
    older = old;
    old = row;
  }
  return old[b.length] ?? 0;
}

/** Upper case, `_` and `-` are habits of the place, not of the word. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll("_", "-");
}

/** The candidate most like `name`, or none when all are too far from it to be what was meant. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const most = Math.max(1, Math.min(3, Math.floor(name.length / 3)));
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) > most) continue;
    const distance = editDistance(plain(name), plain(candidate));
    if (distance <= most && (best === undefined || distance < best.distance)) {
      best = { candidate, distance };
    }
  }
  return best?.candidate;
}

/** `; did you mean "x"?`, or nothing when no candidate is near. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const candidate = nearest(name, candidates);
  return candidate === undefined ? "" : `; did you mean "${candidate}"?`;
}
