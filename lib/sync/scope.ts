/** `--event`, `--since` and `--shard`: which events a run looks at. */
import type { Scope } from "./plan.ts";

export interface Shard {
  /** 1 … count. */
  readonly index: number;
  readonly count: number;
}

export interface ScopeOptions {
  /** Lower-case uuids; empty: all. */
  readonly events: ReadonlySet<string>;
  /** Epoch milliseconds. */
  readonly since: number | undefined;
  readonly shard: Shard | undefined;
}

/** Reads `I/N`; undefined when it is none. */
export function parseShard(text: string): Shard | undefined {
  const match = /^(\d{1,4})\/(\d{1,4})$/.exec(text);
  const index = Number(match?.[1]);
  const count = Number(match?.[2]);
  return index >= 1 && index <= count ? { index, count } : undefined;
}

/**
 * The shard an event belongs to, from 1: FNV-1a over the uuid's text, because time-based uuids
 * share their first characters and would crowd into few shards.
 */
export function shardOf(uuid: string, count: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < uuid.length; at++) {
    hash = Math.imul(hash ^ uuid.charCodeAt(at), 0x01000193) >>> 0;
  }
  return hash % count + 1;
}

export function createScope({ events, since, shard }: ScopeOptions): Scope {
  return {
    includes: ({ uuid, timestamp }) =>
      (events.size === 0 || events.has(uuid)) &&
      (since === undefined || timestamp * 1000 >= since) &&
      (shard === undefined || shardOf(uuid, shard.count) === shard.index),
  };
}
