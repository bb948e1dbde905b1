/** What may happen to connections with Elasticsearch, and to answers on their way. */
import type { ElasticFault } from "./support/elastic_proxy.ts";
import {
  cutAnswer,
  elasticError,
  reply,
  resetAfterwards,
  shortAnswer,
  stallAfterwards,
  stalledAnswer,
  stripped,
} from "./support/elastic_faults.ts";
import type { FaultCase } from "./support/fault_case.ts";
import { faultTests } from "./support/fault_tests.ts";
import { outage } from "./support/outage.ts";

const IMPATIENT = { TI_MISP_ELASTICSEARCH_TIMEOUT: "1s" };
const SHORT = { TI_MISP_RUN_MAX_DURATION: "3s" };
const BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head></html>";

faultTests("sync-attributes makes good what happens to connections with Elasticsearch", [
  {
    name: "refused",
    elastic: (trial) => () => {
      outage(trial, trial.elasticGate);
      return "reset";
    },
  },
  { name: "reset before it was done", elastic: () => () => "reset", times: 2 },
  { name: "reset after it was done", elastic: () => resetAfterwards, times: 2 },
  { name: "silence before it was done", elastic: () => () => "stall", env: IMPATIENT },
  { name: "silence after it was done", elastic: () => stallAfterwards, env: IMPATIENT },
  { name: "silence in the middle of an answer", elastic: () => stalledAnswer, env: IMPATIENT },
  { name: "an answer that is cut off", elastic: () => cutAnswer },
  { name: "an answer that is too short", elastic: () => shortAnswer },
]);

faultTests("sync-attributes makes good an answer of Elasticsearch that comes once", [
  { name: "429 with Retry-After", elastic: () => () => reply(429, "", { "retry-after": "1" }) },
  {
    name: "429 without",
    elastic: () => () => elasticError(429, "circuit_breaking_exception", "Data too large"),
    times: 2,
  },
  { name: "502 with a page", elastic: () => () => reply(502, BAD_GATEWAY) },
  { name: "503", elastic: () => () => reply(503) },
  { name: "504 after it was done", elastic: () => resetAs(504) },
  { name: "200 with a page", elastic: () => () => reply(200, BAD_GATEWAY) },
  { name: "an error that repeats the API key", elastic: () => echo, login: "api_key" },
  { name: "an error that repeats the password", elastic: () => echo, login: "password" },
]);

/** What was sent in confidence comes back in the open, as it was sent and in plain text. */
const echo: ElasticFault = ({ headers: { authorization = "" } }) => {
  const plain = atob(authorization.replace(/^\w+ /, ""));
  return elasticError(503, "unavailable_exception", `${authorization} is ${plain}`);
};

/** It is done, and a proxy has not waited for it. */
function resetAs(status: number) {
  return async (_request: unknown, forward: () => Promise<unknown>) => {
    await forward();
    return reply(status);
  };
}

/** A lease that cannot be given back is told in the log: what the run was for is done. */
const forWork: FaultCase["on"] = ({ method }) => method !== "DELETE";

faultTests("sync-attributes tells by its exit code that Elasticsearch refuses", [
  {
    name: "401",
    elastic: () => () => elasticError(401, "security_exception", "unable to authenticate"),
    on: forWork,
    exits: 4,
    says: /elasticsearch\.api_key/,
  },
  {
    name: "403",
    elastic: () => () => elasticError(403, "security_exception", "action is unauthorized"),
    on: forWork,
    exits: 4,
    says: /privilege/,
  },
  {
    name: "refused for ever",
    elastic: (trial) => () => {
      trial.elasticGate.shut();
      return "reset";
    },
    on: forWork,
    env: SHORT,
    exits: 5,
  },
  {
    name: "silence for ever",
    elastic: () => () => "stall",
    on: forWork,
    times: Infinity,
    env: { ...SHORT, ...IMPATIENT },
    exits: 5,
  },
  {
    name: "a proxy that strips the product header",
    elastic: () => stripped,
    positions: ["first"],
    exits: 1,
    says: /x-elastic-product/,
  },
]);
