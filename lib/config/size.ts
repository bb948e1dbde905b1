const UNITS = {
  "": 1,
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
} as const satisfies Readonly<Record<string, number>>;

function isUnit(text: string): text is keyof typeof UNITS {
  return Object.hasOwn(UNITS, text);
}

/** Bytes of a size such as `5MB` (decimal), `4MiB` (binary), `512KB` or `1048576`. */
export function parseSize(text: string): number {
  const [, number, unit = ""] = /^(\d+)\s*([a-z]*)$/i.exec(text.trim()) ?? [];
  const name = unit.toUpperCase();
  const bytes = isUnit(name) ? Number(number) * UNITS[name] : NaN;
  if (Number.isSafeInteger(bytes)) return bytes;
  throw new RangeError(
    `Cannot read "${text}" as a size: write a whole number with one of the units KB, MB, GB, KiB, ` +
      `MiB, GiB, like "5MB", or plain bytes`,
  );
}
