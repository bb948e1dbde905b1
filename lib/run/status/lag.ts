/** How far MISP is ahead of what was reconciled. */
import type { Session } from "../../cli/session.ts";
import { flag, integer, isObject } from "../../ecs/read.ts";
import { messageOf, RequestError } from "../../errors.ts";
import type { MispClient } from "../../misp/client.ts";
import type { RunRecord } from "../../sync/types.ts";
import { openSource } from "../open_source.ts";

export type Lag =
  | {
    readonly state: "known";
    /** 0 when everything that MISP has published was reconciled. */
    readonly seconds: number;
    readonly misp_newest: string;
    readonly reconciled_until: string;
  }
  | { readonly state: "unknown"; readonly reason: string };

/** What is known here of how far reconciling has come. */
export interface Progress {
  /** Newest first. */
  readonly runs: readonly RunRecord[];
  /** Of the documents of the instance in use, epoch milliseconds. */
  readonly newestPublication: number | undefined;
}

function unknown(reason: string): Lag {
  return { state: "unknown", reason };
}

/** MISP is asked once: a status without a lag is better than none. */
export async function measureLag(session: Session, progress: Progress): Promise<Lag> {
  const { config, context, redact } = session;
  if (config.source.kind !== "api") return unknown("a feed does not tell when it was published");
  if (config.misp.url === undefined || config.misp.api_key === undefined) {
    return unknown("MISP is not configured");
  }
  try {
    const once = { ...session, deadline: context.clock.now() };
    using opened = await openSource(once, context);
    const newest = opened.client && await newestPublication(opened.client);
    const instance = config.elasticsearch.instance ?? "misp";
    return lagBetween(newest, reconciledUntil(progress, instance));
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return unknown(redact(messageOf(error)));
  }
}

/** Epoch milliseconds. Some rows are asked for, so that one that is odd does not decide. */
async function newestPublication(client: MispClient): Promise<number | undefined> {
  return await client.request({
    method: "POST",
    path: "/events/index",
    body: { limit: 20, page: 1, sort: "publish_timestamp", direction: "desc", published: 1 },
  }, async ({ elements }) => {
    let newest = 0;
    for await (const group of elements) {
      for (const row of group.filter(isObject)) {
        if (flag(row["published"]) !== true) continue;
        newest = Math.max(newest, integer(row["publish_timestamp"]) ?? 0);
      }
    }
    return newest === 0 ? undefined : newest * 1000;
  });
}

function lagBetween(newest: number | undefined, until: number | undefined): Lag {
  if (newest === undefined) return unknown("MISP has no published event");
  if (until === undefined) return unknown("nothing was reconciled yet");
  return {
    state: "known",
    seconds: Math.max(0, Math.round((newest - until) / 1000)),
    misp_newest: new Date(newest).toISOString(),
    reconciled_until: new Date(until).toISOString(),
  };
}

/**
 * Epoch milliseconds. What a complete run began after was reconciled, also where it changed no
 * document; what a document says was reconciled, also where no run was complete.
 */
export function reconciledUntil(
  { runs, newestPublication }: Progress,
  instance: string,
): number | undefined {
  const ours = runs.filter((run) => run.command === "sync-attributes" && run.instance === instance);
  const shards = new Set(ours.map(({ shard }) => shard));
  const last = [...shards].flatMap((shard) => ours.find((run) => run.shard === shard) ?? []);
  const complete = [...Map.groupBy(last, ({ shard }) => shard.split("/")[1] ?? "")]
    .filter(([count, shards]) => shards.length === Number(count))
    .map(([, shards]) => Math.min(...shards.map(({ sightingsUntil }) => sightingsUntil * 1000)));
  const latest = Math.max(0, newestPublication ?? 0, ...complete);
  return latest === 0 ? undefined : latest;
}
