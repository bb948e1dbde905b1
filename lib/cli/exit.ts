/** Exit codes: the contract with cron, systemd and CI. */
import { ConfigError } from "../config/problem.ts";
import { Interrupted, LeaseHeldError, RequestError, SafetyStop } from "../errors.ts";
import { UsageError } from "./arguments.ts";
import type { Entry } from "./help.ts";

export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  partial: 3,
  unauthorised: 4,
  tryLater: 5,
  leaseHeld: 6,
  safetyStop: 7,
  interrupted: 130,
  terminated: 143,
} as const;

/** As every `--help` ends. */
export const EXIT_CODES: readonly Entry[] = [
  { name: "0", text: "done, all of it" },
  { name: "1", text: "failed" },
  { name: "2", text: "usage or configuration" },
  {
    name: "3",
    text:
      "done in part: some documents were rejected (see the dead letters) or some events could " +
      "not be read",
  },
  { name: "4", text: "not authorised by MISP or Elasticsearch" },
  { name: "5", text: "try again later: unreachable, rate limit or deadline" },
  { name: "6", text: "another run holds the lease" },
  { name: "7", text: "safety stop: too many deletes, or an index that is suddenly empty" },
  { name: "130, 143", text: "interrupted; what was begun is finished and saved" },
];

/** What a run that ended with this code is called in the summary and in `status`. */
export function outcomeOf(exitCode: number): string {
  const outcomes: Readonly<Record<number, string>> = {
    0: "done",
    2: "usage",
    3: "partial",
    4: "unauthorised",
    5: "try_later",
    6: "lease_held",
    7: "safety_stop",
    130: "interrupted",
    143: "interrupted",
  };
  return outcomes[exitCode] ?? "failed";
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError || error instanceof ConfigError) return EXIT.usage;
  if (error instanceof LeaseHeldError) return EXIT.leaseHeld;
  if (error instanceof SafetyStop) return EXIT.safetyStop;
  if (error instanceof Interrupted) return error.exitCode;
  if (error instanceof RequestError) {
    if (error.kind === "unauthorised") return EXIT.unauthorised;
    if (error.kind === "unavailable" || error.kind === "too_large") return EXIT.tryLater;
  }
  return EXIT.failed;
}
