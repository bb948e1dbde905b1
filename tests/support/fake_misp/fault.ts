import type { MispRequest } from "./request.ts";
import type { WireAnswer } from "./wire.ts";

/** Changes the real answer on its way out. */
export type AnswerChange = (answer: WireAnswer) => WireAnswer | Promise<WireAnswer>;

/**
 * What a fault makes of a request: an answer of its own, a connection reset before any answer, silence
 * until the client gives up, a changed real answer, or nothing at all.
 */
export type FaultOutcome = Response | "reset" | "stall" | AnswerChange | undefined;

/** Asked before each route; `n` is the running number of the request, from 1. */
export type Fault = (request: MispRequest, n: number) => FaultOutcome | Promise<FaultOutcome>;

export function responseToWire(response: Response): WireAnswer {
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    chunks: response.body ?? [],
    ending: "end",
  };
}
