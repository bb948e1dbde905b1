/** `sync-attributes` from a feed, into files and into a real Elasticsearch. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { PROJECT } from "../support/project.ts";
import { engineTest } from "./engine_test_case.ts";
import { runProgram } from "./program.ts";

const FEED = `${PROJECT}/tests/fixtures/feed`;
const CONFIG = `${PROJECT}/tests/fixtures/demo.yaml`;
const SYNC = ["sync-attributes", "--json", "--quiet", "--config", CONFIG];

async function inTemporaryDirectory(work: (path: string) => Promise<void>): Promise<void> {
  const path = await Deno.makeTempDir({ prefix: "ti-misp-" });
  try {
    await work(path);
  } finally {
    await Deno.remove(path, { recursive: true });
  }
}

function lines(text: string) {
  return text.trimEnd().split("\n").map((line) => JSON.parse(line));
}

Deno.test("sync-attributes writes a feed to a file: documents, then nothing more to do", async () => {
  await inTemporaryDirectory(async (directory) => {
    const output = `ndjson:${directory}/out.ndjson`;
    const args = [...SYNC, "--source", `feed:${FEED}`, "--output", output];
    const first = await runProgram(args);
    assertEquals([first.code, first.stderr], [0, ""]);
    const summary = JSON.parse(first.stdout);
    assertEquals(summary.attributes.not_wanted, { deleted: 7, expired: 8 });
    const documents = lines(await Deno.readTextFile(`${directory}/out.ndjson`));
    assertEquals(documents.length, summary.documents.created);
    assertEquals(documents.length, 233);
    for (const { misp, tags } of documents) assert(misp.attribute.uuid && tags.includes("demo"));
    const second = JSON.parse((await runProgram(args)).stdout);
    assertEquals([second.documents.created, second.events.unchanged], [0, 10]);
    if (Deno.build.os !== "windows") {
      assertEquals((await Deno.stat(`${directory}/out.ndjson`)).mode! & 0o777, 0o600);
    }
  });
});

Deno.test("sync-attributes follows a feed that changes: an event edited, one gone", async () => {
  await inTemporaryDirectory(async (directory) => {
    const feed = `${directory}/feed`;
    await Deno.mkdir(feed);
    for await (const { name } of Deno.readDir(FEED)) {
      await Deno.copyFile(`${FEED}/${name}`, `${feed}/${name}`);
    }
    const args = [
      ...SYNC,
      "--source",
      `feed:${feed}`,
      "--output",
      `ndjson:${directory}/out.ndjson`,
    ];
    await runProgram(args);
    const manifest = JSON.parse(await Deno.readTextFile(`${feed}/manifest.json`));
    const [gone, edited] = Object.keys(manifest);
    assert(gone !== undefined && edited !== undefined);
    delete manifest[gone];
    manifest[edited].timestamp += 60;
    await Deno.writeTextFile(`${feed}/manifest.json`, JSON.stringify(manifest));
    const { Event } = JSON.parse(await Deno.readTextFile(`${feed}/${edited}.json`));
    Event.Attribute.push({ ...Event.Attribute[0], uuid: "00000000-0000-4000-8000-0000000000aa" });
    await Deno.writeTextFile(`${feed}/${edited}.json`, JSON.stringify({ Event }));
    const { documents, events } = JSON.parse((await runProgram(args)).stdout);
    assertEquals([events.gone, events.changed, documents.created], [1, 1, 1]);
    const left = lines(await Deno.readTextFile(`${directory}/out.ndjson`));
    assertEquals(left.filter(({ misp }) => misp.event.uuid === gone), []);
    assertEquals(left.length, 233 - documents.deleted + 1);
  });
});

Deno.test("sync-attributes writes documents or bulk lines to stdout, and the summary to stderr", async () => {
  const source = ["--source", `feed:${FEED}`];
  const documents = await runProgram([...SYNC, ...source, "--output", "ndjson:-"]);
  assertEquals(lines(documents.stdout).length, 233);
  assertEquals(JSON.parse(documents.stderr).documents.created, 233);
  const bulk = await runProgram([...SYNC, ...source, "--output", "bulk:-"]);
  const pairs = lines(bulk.stdout);
  assertEquals(pairs.length, 466);
  assertEquals(Object.keys(pairs[0]), ["index"]);
  assertEquals(pairs[0].index._id, `feed:${pairs[1].misp.attribute.uuid}`);
});

Deno.test("sync-attributes reports a file of a feed that is broken, and writes the others (exit 3)", async () => {
  await inTemporaryDirectory(async (directory) => {
    const feed = `${directory}/feed`;
    await Deno.mkdir(feed);
    for await (const { name } of Deno.readDir(FEED)) {
      await Deno.copyFile(`${FEED}/${name}`, `${feed}/${name}`);
    }
    const [broken] = Object.keys(JSON.parse(await Deno.readTextFile(`${feed}/manifest.json`)));
    await Deno.writeTextFile(`${feed}/${broken}.json`, '{"Event": {"uuid": "…');
    const output = `ndjson:${directory}/out.ndjson`;
    const { code, stdout, stderr } = await runProgram([
      ...SYNC,
      "--source",
      `feed:${feed}`,
      "--output",
      output,
    ]);
    const summary = JSON.parse(stdout);
    assertEquals([code, summary.outcome, summary.events.failed], [3, "partial", 1]);
    assertStringIncludes(stderr, `${broken}`);
    assert(summary.documents.created > 150);
  });
});

Deno.test("sync-attributes refuses a feed whose manifest names a path", async () => {
  await inTemporaryDirectory(async (feed) => {
    await Deno.writeTextFile(
      `${feed}/manifest.json`,
      JSON.stringify({ "../../etc/passwd": { timestamp: 1 } }),
    );
    const { code, stderr } = await runProgram([
      ...SYNC,
      "--source",
      `feed:${feed}`,
      "--output",
      "ndjson:-",
    ]);
    assertEquals(code, 1);
    assertStringIncludes(stderr, "is no event");
  });
});

engineTest("sync-attributes reads a feed by URL into Elasticsearch", async (engine) => {
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    async (request) => {
      const name = new URL(request.url).pathname.slice("/feed/".length);
      return new Response(await Deno.readFile(`${FEED}/${name}`));
    },
  );
  const namespace = `feed${Deno.pid}`;
  const env = { ELASTICSEARCH_URL: engine, TI_MISP_ELASTICSEARCH_NAMESPACE: namespace };
  try {
    assertEquals((await runProgram(["install-assets", "--quiet"], { env })).code, 0);
    const source = `feed:http://127.0.0.1:${server.addr.port}/feed`;
    const { code, stdout } = await runProgram([...SYNC, "--source", source], { env });
    const summary = JSON.parse(stdout);
    assertEquals([code, summary.documents.created, summary.documents.rejected], [0, 233, 0]);
    const again = JSON.parse((await runProgram([...SYNC, "--source", source], { env })).stdout);
    assertEquals([again.documents.created, again.requests.misp], [0, 1]);
  } finally {
    await server.shutdown();
    for (
      const path of [
        `logs-ti_misp_latest.dest_threat_attributes-${namespace}`,
        `ti-misp-state-${namespace}`,
      ]
    ) {
      await (await fetch(`${engine}/${path}`, { method: "DELETE" })).body?.cancel();
    }
    const template = `_index_template/logs-ti_misp_latest.dest_threat_attributes-${namespace}`;
    await (await fetch(`${engine}/${template}`, { method: "DELETE" })).body?.cancel();
  }
});
