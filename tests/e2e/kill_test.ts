/** A run that dies at any moment leaves a state from which the next one continues. */
import { assert, assertEquals } from "@std/assert";
import { engineTest } from "./engine_test_case.ts";
import { Lab } from "./lab.ts";
import { startProgram } from "./program.ts";

interface Entry {
  readonly _source: { readonly version: string };
}

/** Resolves when at least so many events are done: written, and entered in the ledger. */
async function eventsDone(lab: Lab, count: number): Promise<void> {
  while (true) {
    await lab.request("POST", `/${lab.stateIndex}/_refresh`);
    const path = `/${lab.stateIndex}/_search?q=kind:event&size=10000&_source=version`;
    const { hits } = JSON.parse(JSON.stringify(await lab.request("GET", path)));
    const done = hits.hits.filter((hit: Entry) => hit._source.version !== "");
    if (done.length >= count) return;
  }
}

engineTest(
  "sync-attributes killed in the middle of a backfill of 50,000 is made good by one run",
  async (engine) => {
    await using lab = await Lab.start({ engine, events: 2500, attributes: 20 });
    const wanted = lab.wanted().length;
    assert(wanted > 40_000);
    // Small chunks, so that some are done when it is killed.
    const env = { ...lab.env, TI_MISP_MISP_ATTRIBUTES_PER_REQUEST: "2000" };
    const child = startProgram(["sync-attributes"], { env });
    const output = child.output();
    await child.stdin.close();
    await eventsDone(lab, 200);
    child.kill("SIGKILL");
    assertEquals((await output).signal, "SIGKILL");
    const left = (await lab.documents()).length;
    assert(left < wanted, `${left} of ${wanted} were written before the kill`);
    const next = await lab.syncAsProcess();
    assertEquals([next.exit_code, next.outcome, next.error], [0, "done", undefined]);
    await lab.assertInStep();
    assert((next.events.unchanged ?? 0) > 0, "what was done is not done again");
  },
);

engineTest(
  "sync-attributes ends in good order on SIGTERM, and the next run goes on",
  async (engine) => {
    await using lab = await Lab.start({ engine, events: 700, attributes: 20 });
    const env = { ...lab.env, TI_MISP_MISP_ATTRIBUTES_PER_REQUEST: "1000" };
    const child = startProgram(["sync-attributes", "--json"], { env });
    const output = child.output();
    await child.stdin.close();
    await eventsDone(lab, 20);
    child.kill("SIGTERM");
    const { code, stdout } = await output;
    const summary = JSON.parse(new TextDecoder().decode(stdout));
    assertEquals([code, summary.outcome], [143, "interrupted"]);
    const written = (await lab.documents()).length;
    assertEquals(summary.documents.created, written, "every acknowledged write is counted");
    const next = await lab.sync();
    assertEquals(next.exit_code, 0);
    assertEquals(next.documents.updated, 0);
    await lab.assertInStep();
  },
);
