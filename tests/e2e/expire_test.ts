/** `expire` on a real Elasticsearch, with a clock of the test's own. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { engineTest } from "./engine_test_case.ts";
import { Lab } from "./lab.ts";

import { DAY, endOf, expire, ids, waitUntilEnded } from "./expire_lab.ts";

engineTest("expire removes exactly what has ended, of 50,000 documents a tenth", async (engine) => {
  await using lab = await Lab.start({ engine, events: 2800, attributes: 20 });
  await lab.sync();
  const before = (await ids(lab)).length;
  assert(before > 48_000, `${before} documents`);
  const left = await waitUntilEnded(lab, 0.1);
  const { exit_code, documents } = await expire(lab, "--no-reconcile");
  assertEquals([exit_code, documents["deleted"]], [0, before - left.length]);
  assertEquals(await ids(lab), left);
  assertEquals((await expire(lab, "--no-reconcile")).documents["deleted"], 0);
});

engineTest("expire leaves a document that is renewed between search and delete", async (engine) => {
  await using lab = await Lab.start({ engine });
  await lab.sync();
  const left = await waitUntilEnded(lab, 0.2);
  const renewed = (await ids(lab)).find((id) => !left.includes(id));
  assert(renewed !== undefined);
  const proxy = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    async (request) => {
      const { pathname, search } = new URL(request.url);
      if (pathname.endsWith("/_bulk")) {
        await lab.request(
          "POST",
          `/${lab.index}/_update/${encodeURIComponent(renewed)}?refresh=true`,
          {
            doc: { misp: { attribute: { decayed_at: new Date(lab.now + DAY).toISOString() } } },
          },
        );
      }
      const headers = new Headers(request.headers);
      headers.delete("host");
      const body = request.body === null ? null : await request.arrayBuffer();
      return await fetch(`${lab.engine}${pathname}${search}`, {
        method: request.method,
        headers,
        body,
      });
    },
  );
  try {
    const env = { ELASTICSEARCH_URL: `http://127.0.0.1:${proxy.addr.port}` };
    const { code, stdout } = await lab.run(["expire", "--json", "--no-reconcile"], env);
    const { documents } = JSON.parse(stdout);
    assertEquals([code, documents.conflicts], [0, 1]);
    assertEquals(await ids(lab), [...left, renewed].toSorted());
  } finally {
    await proxy.shutdown();
  }
});

engineTest("expire by two runs at once makes no error and counts nothing twice", async (engine) => {
  await using lab = await Lab.start({ engine, events: 100, attributes: 20 });
  await lab.sync();
  const before = (await ids(lab)).length;
  const left = await waitUntilEnded(lab, 0.2);
  const runs = await Promise.all([expire(lab, "--no-reconcile"), expire(lab, "--no-reconcile")]);
  assertEquals(runs.map((run) => run.exit_code), [0, 0]);
  const deleted = runs.reduce((sum, run) => sum + (run.documents["deleted"] ?? 0), 0);
  assertEquals([deleted, await ids(lab)], [before - left.length, left]);
});

engineTest("expire stopped midway and repeated ends right", async (engine) => {
  await using lab = await Lab.start({ engine, events: 400, attributes: 20 });
  await lab.sync();
  const left = await waitUntilEnded(lab, 0.9);
  const args = ["expire", "--json", "--no-reconcile", "--max-delete", "100%"];
  const stopped = await lab.run(args, {
    TI_MISP_RUN_MAX_DURATION: "1s",
    TI_MISP_ELASTICSEARCH_BULK_BYTES: "10KB",
    TI_MISP_ELASTICSEARCH_BULK_CONCURRENCY: "1",
  });
  assert([0, 5].includes(stopped.code), stopped.stdout);
  assertEquals((await lab.run(args)).code, 0);
  assertEquals(await ids(lab), left);
});

engineTest("expire stops before deleting anything when too much has ended", async (engine) => {
  await using lab = await Lab.start({ engine });
  await lab.sync();
  const before = await ids(lab);
  const left = await waitUntilEnded(lab, 0.5);
  const stopped = await expire(lab, "--no-reconcile");
  assertEquals([stopped.exit_code, stopped.outcome], [7, "safety_stop"]);
  assertStringIncludes(stopped.error ?? "", "--max-delete");
  assertEquals(await ids(lab), before);
  assertEquals((await expire(lab, "--no-reconcile", "--max-delete", "60%")).exit_code, 0);
  assertEquals(await ids(lab), left);
});

engineTest(
  "expire --dry-run counts by rule and type, looks ahead, and changes nothing",
  async (engine) => {
    await using lab = await Lab.start({ engine });
    await lab.sync();
    const before = await lab.documents();
    const left = await waitUntilEnded(lab, 0.2);
    const { expiries, documents } = await expire(lab, "--dry-run", "--no-reconcile");
    const due = before.length - left.length;
    assertEquals([expiries.due, documents["deleted"], expiries.by_rule], [due, due, {
      default: due,
    }]);
    assertEquals(Object.values(expiries.by_type).reduce((sum, count) => sum + count, 0), due);
    const within = (ms: number) =>
      before.filter((document) => endOf(document) > lab.now && endOf(document) <= lab.now + ms)
        .length;
    assertEquals(expiries.next, {
      "1h": within(DAY / 24),
      "1d": within(DAY),
      "7d": within(7 * DAY),
      "30d": within(30 * DAY),
    });
    assertEquals(await lab.documents(), before);
  },
);

engineTest(
  "expire --mark keeps what has ended for a while, and sync-attributes lets it",
  async (engine) => {
    await using lab = await Lab.start({ engine });
    const env = { TI_MISP_EXPIRE_ACTION: "mark", TI_MISP_EXPIRE_KEEP: "60d" };
    await lab.run(["sync-attributes"], env);
    const before = await ids(lab);
    const left = await waitUntilEnded(lab, 0.2);
    const marked = await expire(lab, "--no-reconcile", "--mark", "--keep", "60d");
    assertEquals([marked.documents["marked"], marked.documents["deleted"]], [
      before.length - left.length,
      0,
    ]);
    const flags = new Map(
      (await lab.documents()).map(({ _id, _source }) => [_id, _source.misp.attribute["decayed"]]),
    );
    assertEquals(
      [...flags].filter(([, decayed]) => decayed === false).map(([id]) => id).toSorted(),
      left,
    );
    const { stdout } = await lab.run(["sync-attributes", "--full", "--json"], env);
    assertEquals(JSON.parse(stdout).documents.deleted, 0);
    assertEquals(await ids(lab), before);
    lab.now += 60 * DAY;
    await expire(lab, "--no-reconcile", "--mark", "--keep", "60d", "--max-delete", "100%");
    const late = new Set((await ids(lab)).filter((id) => !left.includes(id)));
    assertEquals([...late], []);
  },
);
