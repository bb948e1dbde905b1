/** One run of `expire`: what has ended goes, then what MISP no longer has. */
import { UsageError } from "../cli/arguments.ts";
import type { Session } from "../cli/session.ts";
import type { Server } from "../config/servers.ts";
import { messageOf, RequestError } from "../errors.ts";
import { withoutWriting } from "../sync/dry_run.ts";
import { countDue, expireDue, type ExpireRun } from "../sync/expire.ts";
import { DeleteGuard } from "../sync/guard.ts";
import { removeEvents } from "../sync/remove_events.ts";
import type { ExpiryCounts } from "../sync/summary.ts";
import type { Expiries, State, Target } from "../sync/types.ts";
import { openOutput } from "./open_output.ts";
import { openSource } from "./open_source.ts";
import { RunFacts, type RunOptions, type RunResult } from "./run_facts.ts";
import { expirySettings } from "./sync_settings.ts";
import { keepingRejections } from "./watch_writes.ts";
import { tellStart } from "./watchers.ts";

export interface ExpireOptions extends Omit<RunOptions, "command"> {
  /** Whether to remove what MISP no longer has. */
  readonly reconciles: boolean;
}

type Config = Session["config"];

interface Run {
  readonly session: Session;
  readonly facts: RunFacts;
  readonly target: Target;
  readonly state: State;
}

const HOUR = 3_600_000;

/** What `--dry-run` looks ahead to. */
const AHEAD = { "1h": HOUR, "1d": 24 * HOUR, "7d": 7 * 24 * HOUR, "30d": 30 * 24 * HOUR };

/** MISP is needed for the second part only. */
export function serversOfExpire(config: Config, reconciles: boolean): readonly Server[] {
  return [
    ...config.output.kind === "elasticsearch" ? ["elasticsearch"] as const : [],
    ...reconciles && config.source.kind === "api" ? ["misp"] as const : [],
  ];
}

export async function runExpire(session: Session, options: ExpireOptions): Promise<RunResult> {
  const { output } = session.config;
  if (output.kind === "bulk" || (output.kind === "ndjson" && output.path === "-")) {
    throw new UsageError(
      "expire needs documents that stay: set output to elasticsearch or ndjson:FILE",
    );
  }
  const facts = new RunFacts(session, { ...options, command: "expire" });
  const told = tellStart(session, options);
  await facts.settle(() => withOutputOpen(session, options, facts));
  await told;
  return facts.result();
}

async function withOutputOpen(
  session: Session,
  options: ExpireOptions,
  facts: RunFacts,
): Promise<void> {
  // No lease: each delete names the state it read, so that runs side by side do no harm.
  const scope = facts.scope({
    keeps: "current",
    shard: "1/1",
    exclusive: false,
    controller: new AbortController(),
  });
  await using output = await openOutput(session, session.context, scope);
  facts.output = () => output.traffic;
  const target = keepingRejections(output.target, facts.deadLetters(output.name));
  const { state } = output;
  const ends = options.dryRun ? withoutWriting({ target, state }) : { target, state };
  await facts.settle(() => expire({ session, facts, ...ends }, options));
  if (!options.dryRun) await state.saveRun({ ...facts.record("1/1"), sightingsUntil: 0 });
}

/** Everything is counted before anything is deleted; what is gone goes first, and only once. */
async function expire(run: Run, { reconciles }: ExpireOptions): Promise<void> {
  const { session, facts, target } = run;
  const guard = new DeleteGuard(session.config.run.max_delete, await target.prepare());
  const gone = reconciles ? await listGone(run, guard) : new Map<string, number>();
  facts.expiries = await expiryCounts(target, facts.startedAt);
  const due: ExpireRun = {
    target,
    tally: facts.tally,
    guard,
    settings: expirySettings(session.config),
    now: facts.startedAt,
    includes: (event) => !gone.has(event),
  };
  const ended = await countDue(due);
  const ofGone = gone.values().reduce((sum, documents) => sum + documents, 0);
  guard.check(ended + ofGone, `${ended} have ended, ${ofGone} are of events that are gone`);
  await removeEvents({ ...run, tally: facts.tally, guard }, [...gone.keys()]);
  await expireDue(due);
  await target.commit();
  facts.requireBalance();
}

/**
 * Documents by event, of events that MISP does not list. The index is read first: an event that a
 * sync adds meanwhile must not seem gone. Without MISP there are none, and the run is partial.
 */
async function listGone({ session, facts, target }: Run, guard: DeleteGuard) {
  const gone = new Map<string, number>();
  for await (const { uuid, documents } of target.events()) gone.set(uuid, documents);
  try {
    using opened = await openSource(withTimeLeft(session), session.context);
    facts.misp = () => opened.source.traffic;
    const listed = await opened.source.events(() => true, (error) => {
      throw error;
    });
    guard.refuseEmptyList(listed.size);
    for (const uuid of listed.keys()) gone.delete(uuid);
    facts.compared = { listed: listed.size, gone: gone.size };
    return gone;
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    facts.partial = error;
    session.context.log.warn("Only what has ended goes, because MISP cannot be asked", {
      "error.message": session.redact(messageOf(error)),
    });
    return new Map<string, number>();
  }
}

/** Patience with MISP ends half-way to the deadline: what has ended is to be removed without it. */
function withTimeLeft(session: Session): Session {
  const { deadline, context } = session;
  const now = context.clock.now();
  return { ...session, deadline: deadline === undefined ? undefined : (now + deadline) / 2 };
}

async function expiryCounts(target: Target, now: number): Promise<ExpiryCounts> {
  const due = await target.expiries(-Infinity, now);
  const next: Record<string, number> = {};
  for (const [name, ms] of Object.entries(AHEAD)) {
    next[name] = (await target.expiries(now, now + ms)).total;
  }
  return {
    due: due.total,
    by_rule: countsOf(due, "byRule"),
    by_type: countsOf(due, "byType"),
    next,
  };
}

function countsOf(expiries: Expiries, by: "byRule" | "byType"): Record<string, number> {
  return Object.fromEntries([...expiries[by]].toSorted(([, a], [, b]) => b - a));
}
