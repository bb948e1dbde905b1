/**
 * Flags as data, and argv read by them. It is stricter than the parser underneath: nothing that a
 * user typed is dropped or guessed.
 */
import { parseArgs } from "@std/cli/parse-args";
import { didYouMean, nearest } from "./suggest.ts";

/** The command line is wrong; exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

interface FlagBase {
  /** Without the dashes: `dry-run`. */
  readonly name: string;
  /** One letter, for `-h`. */
  readonly short?: string;
  /** One sentence for the help, without a full stop. */
  readonly text: string;
  /** The path of the configuration key that the flag sets, such as `run.max_delete`. */
  readonly config?: string;
}

export interface BooleanFlag extends FlagBase {
  readonly kind: "boolean";
  /** Whether `--no-…` switches it off. */
  readonly negatable?: boolean;
}

export interface ValueFlag extends FlagBase {
  /** A `list` flag may be repeated. */
  readonly kind: "string" | "list";
  /** What stands for the value in the help: `FILE`. */
  readonly value: string;
}

export type Flag = BooleanFlag | ValueFlag;

export type FlagValue = boolean | string | readonly string[];

/** By name; `undefined` when the flag was not given, so that a lower layer may decide. */
export type FlagValues<Flags extends readonly Flag[]> = {
  readonly [Each in Flags[number] as Each["name"]]:
    | (Each extends { kind: "boolean" } ? boolean
      : Each extends { kind: "list" } ? readonly string[]
      : string)
    | undefined;
};

/** A configuration key set by a flag, as `loadConfig()` takes it. */
export interface FlagSetting {
  readonly path: string;
  readonly name: string;
  readonly value: FlagValue;
}

export interface Arguments<Values = Readonly<Record<string, FlagValue | undefined>>> {
  readonly values: Values;
  readonly positional: readonly string[];
  readonly settings: readonly FlagSetting[];
}

export interface ArgumentOptions {
  /** How many arguments without a flag are allowed; none by default. */
  readonly maxPositional?: number;
}

function namesOf(flags: readonly Flag[], accept: (flag: Flag) => boolean): string[] {
  return flags.filter(accept).map((flag) => flag.name);
}

const isBoolean = (flag: Flag) => flag.kind === "boolean";
const takesValue = (flag: Flag) => flag.kind !== "boolean";
const isNegatable = (flag: Flag) => flag.kind === "boolean" && flag.negatable === true;

function unknownFlag(arg: string, flags: readonly Flag[]): UsageError {
  const written = arg.replace(/=.*$/s, "");
  const known = [
    ...flags.map((flag) => `--${flag.name}`),
    ...namesOf(flags, isNegatable).map((name) => `--no-${name}`),
  ];
  const meant = written.startsWith("--") ? nearest(written, known) : undefined;
  return new UsageError(
    `Unknown flag ${written}${meant === undefined ? "" : `; did you mean ${meant}?`}`,
  );
}

function missingValue(flag: ValueFlag): UsageError {
  return new UsageError(
    `Flag --${flag.name} needs a value: write --${flag.name}=${flag.value}`,
  );
}

/** What the parser would take without a word: `--json=maybe`, `--no-json=x` and `--config=`. */
function refuseAttachedValues(argv: readonly string[], flags: readonly Flag[]): void {
  for (const arg of argv.slice(0, argv.includes("--") ? argv.indexOf("--") : argv.length)) {
    const [, negated, name, value] = /^--(no-)?([^=]+)=(.*)$/s.exec(arg) ?? [];
    const flag = flags.find((flag) => flag.name === name);
    if (flag === undefined || value === undefined) continue;
    if (flag.kind !== "boolean" && negated === undefined) {
      if (value === "") throw missingValue(flag);
    } else if (negated !== undefined || (value !== "true" && value !== "false")) {
      throw new UsageError(
        `Flag --${negated ?? ""}${name} takes no value, but was given "${value}"`,
      );
    }
  }
}

function lastBoolean(values: readonly unknown[]): boolean | undefined {
  const last = values.at(-1);
  return typeof last === "boolean" ? last : undefined;
}

/** Every flag is collected, so that one given twice is seen; `--no-…` alone gives `false`. */
/** `--output -` means the value `-`, which the parser would take for a flag without a name. */
function attachDashes(argv: readonly string[], flags: readonly Flag[]): string[] {
  const names = new Set(namesOf(flags, takesValue).map((name) => `--${name}`));
  const joined: string[] = [];
  for (const arg of argv) {
    const before = joined.at(-1) ?? "";
    if (arg === "-" && names.has(before)) joined.splice(-1, 1, `${before}=-`);
    else joined.push(arg);
  }
  return joined;
}

function toValue(flag: Flag, given: unknown): FlagValue | undefined {
  const values: readonly unknown[] = Array.isArray(given) ? given : [];
  if (flag.kind === "boolean") return given === false ? false : lastBoolean(values);
  const texts = values.map(String);
  const [first] = texts;
  if (first === undefined) return undefined;
  if (texts.includes("")) throw missingValue(flag);
  if (flag.kind === "list") return texts;
  if (texts.length === 1) return first;
  throw new UsageError(
    `Flag --${flag.name} is given ${texts.length} times, but can have only one value`,
  );
}

function refuseExtra(positional: readonly string[], flags: readonly Flag[], most: number): void {
  const extra = positional[most];
  if (extra === undefined) return;
  const flag = didYouMean(`--${extra}`, flags.map((flag) => `--${flag.name}`));
  throw new UsageError(`Unexpected argument "${extra}"${flag}`);
}

/**
 * Reads `argv` by `flags`. Throws `UsageError` for a flag it does not know, a missing value, a
 * scalar given twice, and more positional arguments than allowed.
 */
export function parseArguments<const Flags extends readonly Flag[]>(
  argv: readonly string[],
  flags: Flags,
  options?: ArgumentOptions,
): Arguments<FlagValues<Flags>>;
export function parseArguments(
  argv: readonly string[],
  flags: readonly Flag[],
  { maxPositional = 0 }: ArgumentOptions = {},
): Arguments {
  refuseAttachedValues(argv, flags);
  const parsed = parseArgs(attachDashes(argv, flags), {
    boolean: namesOf(flags, isBoolean),
    string: [...namesOf(flags, takesValue), "_"],
    collect: namesOf(flags, () => true),
    negatable: namesOf(flags, isNegatable),
    alias: Object.fromEntries(
      flags.flatMap((flag) => flag.short === undefined ? [] : [[flag.name, flag.short]]),
    ),
    unknown: (arg: string, key?: string) => {
      if (key !== undefined) throw unknownFlag(arg, flags);
    },
  });
  const given: Readonly<Record<string, unknown>> = parsed;
  const positional = parsed._.map(String);
  const values = flags.map((flag) => [flag, toValue(flag, given[flag.name])] as const);
  refuseExtra(positional, flags, maxPositional);
  return {
    values: Object.fromEntries(values.map(([flag, value]) => [flag.name, value])),
    positional,
    settings: values.flatMap(([{ config, name }, value]) =>
      config === undefined || value === undefined
        ? []
        : [{ path: config, name: `--${name}`, value }]
    ),
  };
}
