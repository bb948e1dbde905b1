/** A fault as data: what happens, to which request, how often, and how the run has to end. */
import type { Fault } from "../../support/fake_misp/fault.ts";
import type { ElasticFault } from "./elastic_proxy.ts";
import { numberAt, type Position } from "./layer.ts";
import type { RequestName, Stage } from "./stage.ts";
import type { Trial, TrialOptions } from "./trial.ts";

interface Common {
  readonly name: string;
  /** Which requests may be hit; all unless given. */
  readonly on?: (request: RequestName) => boolean;
  /** How many of them in a row, from the position on; one unless given. */
  readonly times?: number;
  /** Where; first, middle and last unless given. */
  readonly positions?: readonly Position[];
  /** The credentials for Elasticsearch; some have the one and some the other unless given. */
  readonly login?: TrialOptions["login"];
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Exit code; 0 unless given: the run itself makes the fault good. */
  readonly exits?: number;
  /** Whether the run leaves something to the next one though it is done: others were at it, too. */
  readonly conflicts?: boolean;
  /** What the summary's error, or without one the log, has to name. */
  readonly says?: RegExp;
}

export interface MispFault extends Common {
  readonly misp: (trial: Trial) => Fault;
}

export interface ElasticsearchFault extends Common {
  readonly elastic: (trial: Trial) => ElasticFault;
}

export type FaultCase = MispFault | ElasticsearchFault;

/** Puts the fault in its place; the counter tells how often it has done something. */
export function setUp(stage: Stage, fault: FaultCase, position: Position, trial: Trial) {
  const counter = counterFor(stage, fault, position);
  if ("misp" in fault) {
    const inner = fault.misp(trial);
    trial.misp.fault = async (request, n) =>
      counter.takes(request) ? counter.noted(await inner(request, n)) : undefined;
  } else {
    const inner = fault.elastic(trial);
    trial.elastic.fault = async (request, forward) =>
      counter.takes(request) ? counter.noted(await inner(request, forward)) : undefined;
  }
  return counter;
}

export function takeDown(trial: Trial): void {
  trial.misp.fault = undefined;
  trial.elastic.fault = undefined;
  trial.mispGate.open();
  trial.elasticGate.open();
}

function counterFor(stage: Stage, fault: FaultCase, position: Position) {
  const { on = () => true, times = 1 } = fault;
  const all = "misp" in fault ? stage.mispRequests : stage.elasticRequests;
  const from = numberAt(position, all.filter(on).length);
  let seen = 0;
  let taken = 0;
  let met = 0;
  return {
    /** Whether it is this request's turn. */
    takes(request: RequestName): boolean {
      if (!on(request) || ++seen < from || taken >= times) return false;
      taken++;
      return true;
    },
    /** A fault that lets its request pass has not been met. */
    noted<T>(outcome: T): T {
      if (outcome !== undefined) met++;
      return outcome;
    },
    get met(): number {
      return met;
    },
  };
}
