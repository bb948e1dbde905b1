import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { runInProcess } from "./in_process.ts";

const FEED = new URL("../fixtures/feed", import.meta.url).pathname;

interface Watched {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Path and first line of the body of each ping. */
  readonly pings: readonly (readonly [string, string])[];
  readonly metrics: string | undefined;
}

/** A run of the demo's feed, with a watchdog and a metrics file. */
async function watched(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Watched> {
  const directory = await Deno.makeTempDir({ prefix: "ti-misp-watch-" });
  const pings: [string, string][] = [];
  await using watchdog = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    async (request) => {
      const [first = ""] = (await request.text()).split("\n");
      pings.push([new URL(request.url).pathname, first]);
      return new Response();
    },
  );
  try {
    const metricsFile = `${directory}/ti-misp.prom`;
    const outcome = await runInProcess([
      ...args,
      `--ping-url=http://127.0.0.1:${watchdog.addr.port}/check`,
      `--metrics-file=${metricsFile}`,
    ], {
      env: {
        TI_MISP_SOURCE: `feed:${FEED}`,
        TI_MISP_OUTPUT: `ndjson:${directory}/out.ndjson`,
        TI_MISP_RUN_DEAD_LETTERS: `${directory}/dead-letters.ndjson`,
        ...env,
      },
    });
    const metrics = await Deno.readTextFile(metricsFile).catch(() => undefined);
    return { ...outcome, pings, metrics };
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("sync-attributes tells a watchdog and Prometheus of a run that went well", async () => {
  const { code, pings, metrics = "", stderr } = await watched(["sync-attributes", "--quiet"]);
  assertEquals([code, stderr], [0, ""]);
  assertEquals(pings.map(([path]) => path), ["/check/start", "/check"]);
  assertMatch(pings[1]?.[1] ?? "", /^sync-attributes of feed, /);
  assertStringIncludes(
    metrics,
    'ti_misp_last_run_exit_code{command="sync-attributes",instance="feed"} 0\n',
  );
});

Deno.test("sync-attributes tells a watchdog, Prometheus and GitHub of a run that failed", async () => {
  const { code, stdout, stderr, pings, metrics = "" } = await watched(
    ["sync-attributes", "--json", "--source=feed:/no/such/feed"],
    { GITHUB_ACTIONS: "true" },
  );
  assertEquals(code, 1);
  assertEquals(JSON.parse(stdout).exit_code, 1);
  assertEquals(pings.map(([path]) => path), ["/check/start", "/check/fail"]);
  assertMatch(metrics, /ti_misp_last_run_exit_code\{[^}]*\} 1\n/);
  assertMatch(stderr, /^::error title=ti-misp sync-attributes::[^\n]*\/no\/such\/feed[^\n]*$/m);
});

Deno.test("sync-attributes --dry-run is nobody's business", async () => {
  const { code, pings, metrics } = await watched(["sync-attributes", "--dry-run", "--quiet"]);
  assertEquals([code, pings, metrics], [0, [], undefined]);
});

Deno.test("expire has the same watchers", async () => {
  const { code, pings, metrics = "" } = await watched(["expire", "--quiet"]);
  assertEquals([code, pings.map(([path]) => path)], [0, ["/check/start", "/check"]]);
  assertStringIncludes(metrics, 'command="expire"');
});

Deno.test("a metrics file that cannot be written is a warning, and the run goes on", async () => {
  const { code, stderr } = await runInProcess([
    "sync-attributes",
    "--quiet",
    `--source=feed:${FEED}`,
    "--output=ndjson:-",
    "--metrics-file=/no/such/place/ti-misp.prom",
  ], { env: {} });
  assertEquals(code, 0);
  assertMatch(stderr, /warn {2}Cannot write run\.metrics_file/);
});
