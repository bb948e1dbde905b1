/** Lifetimes by the decaying models of the MISP in use, and by the configured durations. */
import type { Session } from "../cli/session.ts";
import type { Context } from "../context.ts";
import { list } from "../ecs/read.ts";
import { RequestError } from "../errors.ts";
import type { MispClient } from "../misp/client.ts";
import { coveringModels } from "../misp/decay/covering.ts";
import { createExpiry, type ExpiryRules } from "../misp/decay/expiry.ts";
import { type DecayingModel, parseDecayingModels } from "../misp/decay/models.ts";
import type { ExpirySettings } from "../misp/decay/policy.ts";
import { parseTagValues } from "../misp/decay/tag_values.ts";
import type { Lifetimes, LoadedLifetimes } from "../sync/lifetimes.ts";
import type { RememberedModels } from "../sync/types.ts";

const OFF = 0;

function expirySettings({ expire }: Session["config"]): ExpirySettings {
  const perType = Object.entries(expire.per_type)
    .map(([type, duration]) => [type, duration === "off" ? OFF : duration] as const);
  return {
    decay: expire.decay,
    defaultMs: expire.default === "off" ? OFF : expire.default,
    perTypeMs: new Map(perType),
  };
}

/**
 * The list of an answer; a server that does not have the page has none of what it lists. An answer
 * that is no such list is asked for again, as one that is no JSON is.
 */
async function readList<T>(
  client: MispClient,
  path: string,
  { parse, none }: { readonly parse: (answer: unknown) => T; readonly none: T },
): Promise<T> {
  try {
    return await client.request(
      { method: "GET", path },
      async (answer) => parse(await answer.json()),
    );
  } catch (error) {
    if (error instanceof RequestError && error.kind === "missing") return none;
    throw error;
  }
}

/** As many as MISP puts on one page of its list. */
const MODELS_PER_PAGE = 50;

/** An analyst changes a model once in months; a run may come each minute. */
const MODELS_FRESH_MS = 3_600_000;

/** Rows of the list that are models, as sent. */
function modelRows(answer: unknown): readonly unknown[] {
  parseDecayingModels(answer);
  return list(answer);
}

async function readModels(client: MispClient): Promise<readonly unknown[]> {
  const rows: unknown[] = [];
  const ids = new Set<string>();
  for (let page = 1;; page++) {
    const path = page === 1
      ? "/decayingModel/index.json"
      : `/decayingModel/index/page:${page}.json`;
    const listed = await readList(client, path, { parse: modelRows, none: [] });
    const before = ids.size;
    for (const { id } of parseDecayingModels(listed)) ids.add(id);
    if (ids.size === before) return rows;
    rows.push(...listed);
    if (listed.length < MODELS_PER_PAGE) return rows;
  }
}

export interface OpenLifetimes {
  readonly lifetimes: Lifetimes;
  /** For the next run; undefined where there are none. */
  readonly models: RememberedModels | undefined;
}

/**
 * The models may change the end of every document, so a run knows them; those of a recent run will
 * do. The tags' numerical values are read only when something is mapped, and are no part of the
 * basis.
 *
 * @param client undefined for a feed: then only durations apply.
 * @param remembered undefined when nothing may be relied upon.
 */
export async function openLifetimes(
  { config, context }: Session,
  client: MispClient | undefined,
  remembered: RememberedModels | undefined,
): Promise<OpenLifetimes> {
  const settings = expirySettings(config);
  if (client === undefined || settings.decay === "off") {
    const lifetimes = lifetimesOf([], settings, () => Promise.resolve(new Map()));
    return { lifetimes, models: undefined };
  }
  const now = context.clock.now();
  const isFresh = remembered !== undefined && remembered.readAt <= now &&
    now - remembered.readAt < MODELS_FRESH_MS;
  const known = isFresh ? remembered : { readAt: now, rows: await readModels(client) };
  const models = parseDecayingModels(known.rows);
  if (models.length === 0) {
    context.log.warn("MISP has no decaying model: indicators end by expire.default alone");
  }
  warnOfUnknownFormulas(context, models);
  const lifetimes = lifetimesOf(
    models,
    settings,
    () => readList(client, "/tags/index.json", { parse: parseTagValues, none: new Map() }),
  );
  return { lifetimes, models: known };
}

/** Their scores fall while nothing in MISP moves, and only MISP can tell how far. */
function warnOfUnknownFormulas({ log }: Context, models: readonly DecayingModel[]): void {
  const names = coveringModels(models).filter(({ instantOf }) => instantOf === undefined)
    .map(({ model }) => `"${model.name}"`);
  if (names.length === 0) return;
  log.warn(
    `MISP alone can compute ${names.join(", ")}: what only these decay is noticed when its event ` +
      "is read again; run with --full once a day",
  );
}

function lifetimesOf(
  models: readonly DecayingModel[],
  settings: ExpirySettings,
  readTagValues: () => Promise<ReadonlyMap<string, number>>,
): Lifetimes {
  return {
    basis: createExpiry(models, new Map(), settings).basis,
    load: async () => loaded(createExpiry(models, await readTagValues(), settings)),
  };
}

function loaded(rules: ExpiryRules): LoadedLifetimes {
  return {
    scoredTypes: rules.askMispTypes,
    forEvent(event) {
      const prepared = rules.prepareEvent(event);
      return {
        of: (attribute, now) => rules.expiryOf(attribute, prepared, now),
      };
    },
  };
}
