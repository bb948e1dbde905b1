/**
 * Look-alike of `jsr:@std/cli@1.0.28/parse-args`: the same options and the same reading of the
 * arguments, except that dotted names (`--a.b`) do not make nested objects. It exists because the
 * registry of the original cannot be reached from everywhere; `deno.jsr.json` maps the name to it.
 */

type Names = string | readonly string[];

export interface ParseOptions<
  TBooleans extends string = string,
  TStrings extends string = string,
  TCollectable extends string = string,
  TDoubleDash extends boolean = boolean,
> {
  /** Puts what follows `--` under the name `--` instead of `_`. */
  "--"?: TDoubleDash;
  alias?: Readonly<Record<string, Names>>;
  /** Names without a value; `true` means every `--name` without `=`. */
  boolean?: boolean | TBooleans | readonly TBooleans[];
  default?: Readonly<Record<string, unknown>>;
  /** Everything after the first positional argument is positional. */
  stopEarly?: boolean;
  string?: TStrings | readonly TStrings[];
  collect?: TCollectable | readonly TCollectable[];
  negatable?: Names;
  /** Called for what no option names; `false` leaves it out. */
  unknown?: (arg: string, key?: string, value?: unknown) => unknown;
}

export type Args<
  TBooleans extends string = never,
  TStrings extends string = never,
  TCollectable extends string = never,
> =
  & Record<string, unknown>
  & { [Name in Exclude<TBooleans, TCollectable>]: boolean }
  & { [Name in Exclude<TStrings, TCollectable>]?: string }
  & { [Name in TStrings & TCollectable]: string[] }
  & { _: (string | number)[]; "--"?: string[] };

type Value = string | number | boolean;

interface Rules {
  readonly aliases: ReadonlyMap<string, readonly string[]>;
  readonly booleans: ReadonlySet<string>;
  readonly strings: ReadonlySet<string>;
  readonly collected: ReadonlySet<string>;
  readonly negatable: ReadonlySet<string>;
  readonly allBooleans: boolean;
  readonly stopEarly: boolean;
  readonly unknown: (arg: string, key?: string, value?: unknown) => unknown;
}

interface Found {
  readonly named: Map<string, unknown>;
  readonly positional: (string | number)[];
}

const FLAG = /^(?:-(?:(?<double>-)(?<negated>no-)?)?)(?<key>.+?)(?:=(?<value>.+?))?$/s;
const TRAILING_NUMBER = /-?\d+(\.\d*)?(e-?\d+)?$/;

function list<T extends string>(names: boolean | T | readonly T[] | undefined): readonly T[] {
  if (names === undefined || typeof names === "boolean") return [];
  return (typeof names === "string" ? [names] : names).filter(Boolean);
}

/** Each name of a group of aliases leads to all the others. */
function toAliases(alias: Readonly<Record<string, Names>>): Map<string, readonly string[]> {
  const aliases = new Map<string, readonly string[]>();
  for (const [name, others] of Object.entries(alias)) {
    const group = [name, ...list(others)];
    for (const member of group) aliases.set(member, group.filter((other) => other !== member));
  }
  return aliases;
}

function toRules(options: ParseOptions): Rules {
  const aliases = toAliases(options.alias ?? {});
  const withAliases = (names: ParseOptions["boolean"]) =>
    new Set(list(names).flatMap((name) => [name, ...aliases.get(name) ?? []]));
  return {
    aliases,
    booleans: withAliases(options.boolean),
    strings: withAliases(options.string),
    collected: withAliases(options.collect),
    negatable: withAliases(options.negatable),
    allBooleans: options.boolean === true,
    stopEarly: options.stopEarly ?? false,
    unknown: options.unknown ?? (() => true),
  };
}

function toNumber(text: string): string | number {
  return /\S/.test(text) && Number.isFinite(Number(text)) ? Number(text) : text;
}

function isKnown(rules: Rules, key: string, arg: string): boolean {
  return rules.booleans.has(key) || rules.strings.has(key) || rules.aliases.has(key) ||
    (rules.allBooleans && /^--[^=]+$/.test(arg));
}

function takesValue(rules: Rules, key: string): boolean {
  const aliases = rules.aliases.get(key) ?? [];
  return !rules.booleans.has(key) && !aliases.some((alias) => rules.booleans.has(alias));
}

function assign(rules: Rules, found: Found, arg: string, key: string, given: Value): void {
  if (!isKnown(rules, key, arg) && rules.unknown(arg, key, given) === false) return;
  const value = typeof given === "string" && !rules.strings.has(key) ? toNumber(given) : given;
  for (const name of [key, ...rules.aliases.get(key) ?? []]) {
    const before = found.named.get(name);
    const collect = rules.collected.has(key) && !(value === false && arg === `--no-${key}`);
    if (!collect) found.named.set(name, value);
    else found.named.set(name, Array.isArray(before) ? [...before, value] : [value]);
  }
}

/** Reads `--key`, `--key=value`, `--key value` or `--no-key`; tells whether `next` was used. */
function readLong(
  rules: Rules,
  found: Found,
  arg: string,
  flag: { readonly key: string; readonly negated: boolean; readonly value: string | undefined },
  next: string | undefined,
): boolean {
  const set = (key: string, value: Value) => assign(rules, found, arg, key, value);
  if (flag.value !== undefined) {
    // The original's pattern takes `--no-key=value` for `--key=value`.
    set(flag.key, rules.booleans.has(flag.key) ? flag.value !== "false" : flag.value);
    return false;
  }
  if (flag.negated && rules.negatable.has(flag.key)) {
    set(flag.key, false);
    return false;
  }
  const key = flag.negated ? `no-${flag.key}` : flag.key;
  if (next && takesValue(rules, key) && !rules.allBooleans && !next.startsWith("-")) {
    set(key, next);
    return true;
  }
  const isBoolean = next === "true" || next === "false";
  set(key, isBoolean ? next === "true" : rules.strings.has(key) ? "" : true);
  return isBoolean;
}

/** The value that follows a letter inside a cluster, as in `-n5`, `-n=5` or `-f./x`. */
function attachedValue(letter: string, rest: string): string | undefined {
  if (/[A-Za-z]/.test(letter)) {
    const value = /=(?<value>.+)/.exec(rest)?.groups?.value;
    if (value !== undefined) return value;
    if (TRAILING_NUMBER.test(rest)) return rest;
  }
  return rest.length > 1 && /\W/.test(rest.charAt(0)) ? rest : undefined;
}

/** Reads `-a`, `-abc`, `-n5` or `-n value`; tells whether `next` was used. */
function readShort(rules: Rules, found: Found, arg: string, next: string | undefined): boolean {
  const set = (key: string, value: Value) => assign(rules, found, arg, key, value);
  for (let at = 1; at < arg.length - 1; at++) {
    const letter = arg.charAt(at);
    const rest = arg.slice(at + 1);
    const value = rest === "-" ? undefined : attachedValue(letter, rest);
    if (value !== undefined) {
      set(letter, value);
      return false;
    }
    set(letter, rest === "-" ? "-" : rules.strings.has(letter) ? "" : true);
  }
  const key = arg.slice(-1);
  if (key === "-") return false;
  if (next && takesValue(rules, key) && !/^--?[^-]/.test(next)) {
    set(key, next);
    return true;
  }
  const isBoolean = next === "true" || next === "false";
  set(key, isBoolean ? next === "true" : rules.strings.has(key) ? "" : true);
  return isBoolean;
}

function readAll(rules: Rules, found: Found, args: readonly string[]): void {
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? "";
    const groups = FLAG.exec(arg)?.groups;
    if (groups?.double && groups.key) {
      const flag = { key: groups.key, negated: Boolean(groups.negated), value: groups.value };
      if (readLong(rules, found, arg, flag, args[at + 1])) at++;
    } else if (groups) {
      if (readShort(rules, found, arg, args[at + 1])) at++;
    } else {
      if (rules.unknown(arg) !== false) {
        found.positional.push(rules.strings.has("_") ? arg : toNumber(arg));
      }
      if (!rules.stopEarly) continue;
      found.positional.push(...args.slice(at + 1));
      return;
    }
  }
}

function addDefaults(rules: Rules, found: Found, defaults: Readonly<Record<string, unknown>>) {
  for (const [key, value] of Object.entries(defaults)) {
    if (found.named.has(key)) continue;
    for (const name of [key, ...rules.aliases.get(key) ?? []]) found.named.set(name, value);
  }
  for (const key of rules.booleans) {
    if (!found.named.has(key)) found.named.set(key, rules.collected.has(key) ? [] : false);
  }
  for (const key of rules.strings) {
    if (!found.named.has(key) && rules.collected.has(key)) found.named.set(key, []);
  }
}

/** Reads `args` by `options`; a scalar given twice keeps the last value. */
export function parseArgs<
  TBooleans extends string = never,
  TStrings extends string = never,
  TCollectable extends string = never,
  TDoubleDash extends boolean = false,
>(
  args: string[],
  options?: ParseOptions<TBooleans, TStrings, TCollectable, TDoubleDash>,
): Args<TBooleans, TStrings, TCollectable>;
export function parseArgs(args: string[], options: ParseOptions = {}): Args {
  const rules = toRules(options);
  const end = args.indexOf("--");
  const rest = end === -1 ? [] : args.slice(end + 1);
  const found: Found = { named: new Map(), positional: [] };
  readAll(rules, found, end === -1 ? args : args.slice(0, end));
  addDefaults(rules, found, options.default ?? {});
  const named = Object.fromEntries(found.named);
  if (options["--"]) return { ...named, _: found.positional, "--": rest };
  return { ...named, _: [...found.positional, ...rest] };
}
