import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { changed, onPath, status } from "../support/fake_misp/faults.ts";
import { check, levels, textOf, withMisp } from "./check_lab.ts";
import { runInProcess } from "./in_process.ts";

const ALL_WELL = {
  Reachable: "ok",
  Key: "ok",
  Version: "ok",
  Clock: "ok",
  Events: "ok",
  Decay: "ok",
};

Deno.test("check finds nothing wrong with a MISP in order, and leaves nothing behind", async () => {
  await withMisp({}, async (_, env) => {
    const checked = await check(env);
    assertEquals([checked.code, checked.exit_code, checked.stderr], [0, 0, ""]);
    assertEquals(levels(checked, "MISP"), ALL_WELL);
    assertEquals(levels(checked, "Files"), { "Dead letters": "ok", Output: "ok" });
    assertMatch(textOf(checked, "Decay"), /^(\d+) of \1 scores of 50 attributes/);
    const directory = env["TI_MISP_RUN_DEAD_LETTERS"]?.replace(/\/[^/]*$/, "") ?? "";
    assertEquals(await Array.fromAsync(Deno.readDir(directory)), []);
  });
});

Deno.test("check warns of a key that may do too much, is limited, or expires soon", async () => {
  const expires = new Date(Date.now() + 5 * 86_400_000).toISOString();
  const account = { role: "admin", keyExpiration: expires } as const;
  await withMisp({ account, rateLimit: 500 }, async (_, env) => {
    const checked = await check(env);
    assertEquals(checked.code, 0);
    const { Key: key, "Rate limit": limit, "Key expiry": expiry } = levels(checked, "MISP");
    assertEquals([key, limit, expiry], ["warning", "warning", "warning"]);
    assertMatch(textOf(checked, "Rate limit"), /^500 searches in 15 minutes/);
    assertMatch(textOf(checked, "Key expiry"), /in [45] days/);
  });
});

Deno.test("check with a refused key exits 4, and still looks at the rest", async () => {
  await withMisp({}, async (_, env) => {
    const key = "k3y".repeat(13) + "x";
    const checked = await check({ ...env, MISP_API_KEY: key });
    assertEquals(checked.code, 4);
    assertEquals(levels(checked, "MISP"), { Reachable: "ok", Key: "error", "The rest": "skipped" });
    assertEquals(levels(checked, "Files"), { "Dead letters": "ok", Output: "ok" });
    assert(!JSON.stringify(checked).includes(key));
  });
});

Deno.test("check of servers that are away exits 5 at once, and names both", async () => {
  await withMisp({}, async (misp, { TI_MISP_OUTPUT: _, ...env }) => {
    await misp.close();
    const checked = await check({ ...env, ELASTICSEARCH_URL: misp.url });
    assertEquals(checked.code, 5);
    for (const section of ["MISP", "Elasticsearch"]) {
      assertEquals(levels(checked, section), { Reachable: "error", "The rest": "skipped" });
    }
  });
});

Deno.test("check tells scores that MISP computes in another way", async () => {
  await withMisp({}, async (misp, env) => {
    misp.fault = onPath(
      "/attributes/restSearch",
      changed(async (answer) => {
        const chunks = await Array.fromAsync(answer.chunks);
        const text = await new Blob(chunks.map((chunk) => new Uint8Array(chunk))).text();
        const body = new TextEncoder().encode(text.replace(/"score": ?[\d.]+/, '"score":99.5'));
        return { ...answer, chunks: [body], length: body.length };
      }),
    );
    const checked = await check(env);
    assertEquals(checked.code, 1);
    assertEquals(levels(checked, "MISP"), { ...ALL_WELL, Decay: "error" });
    assertMatch(textOf(checked, "Decay"), /score 99.5 in MISP, [\d.]+ computed: set expire.decay/);
  });
});

Deno.test("check tells clocks that differ, and a key that sees nothing", async () => {
  await withMisp({}, async (misp, env) => {
    for (const event of [...misp.model.events]) misp.model.deleteEvent(event);
    const checked = await check(env, { now: Date.now() + 600_000 });
    assertEquals(checked.code, 0);
    assertEquals(levels(checked, "MISP"), {
      ...ALL_WELL,
      Clock: "warning",
      Events: "warning",
      Decay: "skipped",
    });
    assertMatch(textOf(checked, "Clock"), /^this machine is (599|600|601) s ahead of MISP/);
  });
});

Deno.test("check goes on when one page of MISP fails", async () => {
  await withMisp({}, async (misp, env) => {
    misp.fault = onPath("/users/view/me", status(500));
    const checked = await check(env);
    assertEquals(checked.code, 5);
    assertEquals(levels(checked, "MISP"), { ...ALL_WELL, Key: "error" });
  });
});

Deno.test("check tells everything that is wrong with the configuration, and looks at MISP anyway", async () => {
  await withMisp({}, async (_, { TI_MISP_OUTPUT: __, ...env }) => {
    const checked = await check(env);
    assertEquals(checked.code, 2);
    assertEquals(levels(checked, "Configuration"), { "elasticsearch.url": "error" });
    assertEquals(levels(checked, "MISP"), ALL_WELL);
    const broken = await check({ ...env, TI_MISP_EXPIRE_DEFAULT: "1q" });
    assertEquals(broken.code, 2);
    assertEquals(levels(broken, "Configuration"), {
      "expire.default": "error",
      "elasticsearch.url": "error",
    });
    assertEquals(levels(broken, "MISP"), { Everything: "skipped" });
  });
});

Deno.test("check names attribute types that nobody knows, and those near them", async () => {
  await withMisp({}, async (_, env) => {
    const checked = await check({
      ...env,
      TI_MISP_SELECT_TYPES: "ip-dts,url",
      TI_MISP_SELECT_EXCLUDE_TYPES: "url",
      TI_MISP_EXPIRE_PER_TYPE: "domian=7d",
    });
    assertEquals(checked.code, 0);
    assertEquals(levels(checked, "Configuration"), {
      Settings: "ok",
      "select.types": "warning",
      "select.exclude_types": "warning",
      "expire.per_type": "warning",
    });
    assertStringIncludes(textOf(checked, "select.types"), 'did you mean "ip-dst"?');
    assertStringIncludes(textOf(checked, "expire.per_type"), 'did you mean "domain"?');
  });
});

Deno.test("check shows each setting with its origin, and no secret", async () => {
  await withMisp({}, async (misp, env) => {
    const { settings } = await check(env, { args: ["--source", "api"] });
    const setting = (path: string) => settings.find((setting) => setting.path === path);
    assertEquals(setting("source")?.origin, "flag --source");
    assertEquals(setting("misp.url")?.origin, "environment variable MISP_URL");
    assertEquals(setting("misp.api_key")?.value, "••••");
    assertEquals(setting("expire.default"), {
      path: "expire.default",
      value: "90d",
      origin: "default",
    });
    const { stdout } = await runInProcess(["check", "--verbose"], { env });
    assertMatch(stdout, /misp\.api_key +•••• +environment variable MISP_API_KEY/);
    assertMatch(stdout, /expire\.default +90d +default/);
    assert(!stdout.includes(misp.key));
  });
});

Deno.test("check tells files that cannot be written", async () => {
  await withMisp({}, async (_, env) => {
    const checked = await check({
      ...env,
      TI_MISP_OUTPUT: "ndjson:/no/such/place/out.ndjson",
      TI_MISP_RUN_METRICS_FILE: "/no/such/place/ti-misp.prom",
    });
    assertEquals(checked.code, 1);
    assertEquals(levels(checked, "Files"), {
      "Dead letters": "ok",
      Output: "error",
      Metrics: "error",
    });
  });
});

Deno.test("check --quiet prints only what must be looked at, and annotates it in GitHub Actions", async () => {
  await withMisp({}, async (misp, env) => {
    const quiet = await runInProcess(["check", "--quiet"], { env });
    assertEquals([quiet.code, quiet.stdout, quiet.stderr], [0, "", ""]);
    misp.fault = onPath("/users/view/me", status(500));
    const told = await runInProcess(["check", "--quiet"], {
      env: { ...env, GITHUB_ACTIONS: "true" },
    });
    assertMatch(told.stdout, /^MISP\n {2}error {4}Key /);
    assertMatch(told.stderr, /^::error title=ti-misp check%3A Key::GET [^\n]*\n$/);
  });
});

Deno.test("check of a feed counts its events, and needs no MISP", async () => {
  const feed = new URL("../fixtures/feed", import.meta.url).pathname;
  const directory = await Deno.makeTempDir();
  try {
    const checked = await check({}, {
      args: ["--source", `feed:${feed}`, "--output", `ndjson:${directory}/o`],
    });
    assertEquals(checked.code, 0);
    assertEquals(levels(checked, "Feed"), { Events: "ok" });
    assertEquals(checked.findings.some(({ section }) => section === "MISP"), false);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
