/** One run of `expire`: what has ended goes, then what MISP no longer has. */
import type { Session } from "../cli/session.ts";
import type { Server } from "../config/servers.ts";
import { messageOf, RequestError } from "../errors.ts";
import { withoutWriting } from "../sync/dry_run.ts";
import { expireDue, keepMsOf } from "../sync/expire.ts";
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

/** Everything is counted before anything is deleted. */
async function expire(run: Run, { reconciles }: ExpireOptions): Promise<void> {
  const { session, facts, target } = run;
  const documents = await target.prepare();
  const settings = expirySettings(session.config);
  const now = facts.startedAt;
  const guard = new DeleteGuard(session.config.run.max_delete, documents);
  const due = await target.expiries(-Infinity, now - keepMsOf(settings));
  const gone = reconciles ? await listGone(run, guard) : [];
  facts.expiries = await expiryCounts(target, now);
  const ofGone = gone.reduce((sum, event) => sum + event.documents, 0);
  guard.check(due.total + ofGone, `${due.total} have ended, ${ofGone} are of events that are gone`);
  await expireDue({ target, tally: facts.tally, guard, settings, now });
  await removeEvents({ ...run, tally: facts.tally, guard }, gone.map((event) => event.uuid));
  await target.commit();
  facts.requireBalance();
}

/** Events with documents that MISP does not list. Without MISP there are none, and the run is partial. */
async function listGone({ session, facts, target }: Run, guard: DeleteGuard) {
  try {
    using opened = await openSource(session, session.context);
    facts.misp = () => opened.source.traffic;
    const listed = await opened.source.events(() => true);
    guard.refuseEmptyList(listed.size);
    const gone = [];
    for await (const event of target.events()) if (!listed.has(event.uuid)) gone.push(event);
    return gone;
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    facts.partial = error;
    session.context.log.warn("Only what has ended goes, because MISP cannot be asked", {
      "error.message": session.redact(messageOf(error)),
    });
    return [];
  }
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
