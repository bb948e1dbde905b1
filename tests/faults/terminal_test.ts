/** What MISP holds is shown to people as text: it moves no cursor, and makes no line of its own. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { MispModel } from "../support/fake_misp/model.ts";
import { elasticError, refusing } from "./support/elastic_faults.ts";
import { rewrittenRows, type Row } from "./support/hostile_misp.ts";
import { CANARIES } from "./support/secrets.ts";
import { stageTest } from "./support/stage_test_case.ts";
import type { Trial } from "./support/trial.ts";

/** Clears the screen, sets its title, and writes a line that looks like one of the program's. */
const SPELL = "\u001b[2J\u001b]0;owned\u0007\u009b31m\u0085x\r\n2026-01-01T00:00:00Z error forged";

const REFUSAL = { status: 400, type: "document_parsing_exception", reason: `Preview: ${SPELL}` };

function spellbound() {
  const now = Math.floor(Date.now() / 1000) - 600;
  const model = new MispModel({ now: () => now }, 6);
  const changes = new Map<string, Row>();
  for (const row of [{ info: SPELL }, {}, { uuid: SPELL }]) {
    const attributes = [1, 2].map((n) => ({ type: "domain", value: `d${n}.example.test` }));
    const event = model.addEvent({ published: true, attributes });
    changes.set(event.uuid, "uuid" in row ? {} : row);
    const [first] = event.attributes;
    changes.set(first?.uuid ?? "", "uuid" in row ? row : { type: SPELL, value: SPELL });
  }
  return {
    model,
    account: { key: CANARIES.mispKey },
    fault: rewrittenRows((id) => changes.get(id)),
  };
}

/** Line breaks are the program's own, and so is nothing else that a terminal obeys. */
function assertPlain(texts: readonly string[]): void {
  const said = texts.join("");
  // deno-lint-ignore no-control-regex
  const found = said.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g) ?? [];
  assertEquals([...new Set(found)].map((sign) => sign.charCodeAt(0)), [], said.slice(0, 3000));
  assertEquals(said.split("\n").filter((line) => line.startsWith("2026-01-01")), []);
}

async function say(trial: Trial, ...args: string[]): Promise<void> {
  const env = { TI_MISP_LOG_LEVEL: "debug", GITHUB_ACTIONS: "true" };
  const { stderr } = await trial.run(args, { env });
  assert(!stderr.includes("    at "), stderr);
}

const COMMANDS: readonly (readonly string[])[] = [
  ["sync-attributes", "--full"],
  ["sync-attributes", "--full", "--json"],
  ["sync-attributes", "--full", "--log-format", "json"],
  ["sync-attributes", "--full", "--dry-run", "--sample", "5"],
  ["sync-events"],
  ["expire"],
  ["status"],
];

stageTest(
  "ti-misp shows people nothing that a terminal obeys",
  (stage) =>
    stage.withFreshTrial(async (trial) => {
      trial.elastic.fault = (request, forward) =>
        request.path.endsWith("/_bulk") ? refusing(3, REFUSAL)(request, forward) : undefined;
      for (const command of COMMANDS) await say(trial, ...command);
      assertStringIncludes(trial.said.join(""), "owned", "it is told as text");
      trial.elastic.fault = () => elasticError(400, SPELL, SPELL);
      for (const command of COMMANDS) await say(trial, ...command);
      assertPlain(trial.said);
    }, { misp: spellbound() }),
);
