/** What may happen to connections with MISP, and to answers on their way. */
import { gzipSync } from "node:zlib";
import type { AnswerChange } from "../support/fake_misp/fault.ts";
import { changed, reset, resetMidBody, stall, stallMidBody } from "../support/fake_misp/faults.ts";
import { faultTests } from "./support/fault_tests.ts";
import { outage } from "./support/outage.ts";

const IMPATIENT = { TI_MISP_MISP_TIMEOUT: "1s" };
const SHORT = { TI_MISP_RUN_MAX_DURATION: "3s" };

const header = (name: string, value: string): AnswerChange => (answer) => ({
  ...answer,
  headers: { ...answer.headers, [name]: value },
});

const late: AnswerChange = async (answer) => {
  await new Promise((resolve) => setTimeout(resolve, 1500));
  return answer;
};

const zipped: AnswerChange = async (answer) => {
  const bytes = gzipSync(await new Response(ReadableStream.from(answer.chunks)).bytes());
  const headers = { ...answer.headers, "Content-Encoding": "gzip" };
  return { ...answer, headers, chunks: [new Uint8Array(bytes)], length: bytes.length };
};

/** Without a length, in pieces that cut characters in two. */
const chunked: AnswerChange = ({ length: _, ...answer }) => ({
  ...answer,
  chunks: (async function* () {
    for await (const chunk of answer.chunks) {
      for (let at = 0; at < chunk.length; at += 997) yield chunk.subarray(at, at + 997);
    }
  })(),
});

faultTests("sync-attributes makes good what happens to connections with MISP", [
  {
    name: "refused",
    misp: (trial) => () => {
      outage(trial, trial.mispGate);
      return "reset";
    },
  },
  { name: "reset before the answer, once", misp: reset },
  { name: "reset before the answer, four times", misp: reset, times: 4 },
  { name: "reset in the middle of the body", misp: () => resetMidBody(60) },
  { name: "silence before the answer", misp: stall, env: IMPATIENT },
  { name: "silence in the middle of the body", misp: () => stallMidBody(60), env: IMPATIENT },
  { name: "an answer that takes its time", misp: () => changed(late) },
]);

faultTests("sync-attributes reads MISP's answers in whatever way they come", [
  { name: "gzip", misp: () => changed(zipped), times: Infinity, positions: ["first"] },
  { name: "chunked", misp: () => changed(chunked), times: Infinity, positions: ["first"] },
  {
    name: "each on a connection of its own",
    misp: () => changed(header("Connection", "close")),
    times: Infinity,
    positions: ["first"],
  },
]);

faultTests("sync-attributes says that MISP cannot be had (exit 5)", [
  {
    name: "refused for ever",
    misp: (trial) => () => {
      trial.mispGate.shut();
      return "reset";
    },
    env: SHORT,
    exits: 5,
    says: /max_duration|Connection refused/,
  },
  { name: "reset for ever", misp: reset, times: Infinity, env: SHORT, exits: 5 },
  { name: "silent for ever", misp: stall, times: Infinity, env: SHORT, exits: 5 },
]);
