import { assertEquals } from "@std/assert";
import { exists } from "../support/engine/command.ts";
import {
  locked,
  recordedNames,
  register,
  registered,
  stopRegistered,
} from "../support/engine/registry.ts";

async function withCache(action: (cache: string) => Promise<void>): Promise<void> {
  const cache = await Deno.makeTempDir({ prefix: "ti-misp-registry-" });
  try {
    await action(cache);
  } finally {
    await Deno.remove(cache, { recursive: true });
  }
}

Deno.test("registered() drops the record of a process that is gone", async () => {
  await withCache(async (cache) => {
    const ended = new Deno.Command("true").spawn();
    await ended.status;
    await register(cache, { name: "gone", url: "http://127.0.0.1:1", pid: ended.pid });
    assertEquals(await registered(cache, "gone"), undefined);
    assertEquals(await recordedNames(cache), []);
  });
});

Deno.test("stopRegistered() leaves a process alone whose number was the engine's once", async () => {
  await withCache(async (cache) => {
    const other = new Deno.Command("sleep", { args: ["60"] }).spawn();
    await register(cache, { name: "reused", url: "http://127.0.0.1:1", pid: other.pid });
    assertEquals(await stopRegistered(cache, "reused"), true);
    assertEquals(await exists(`${cache}/reused.json`), false);
    other.kill("SIGKILL");
    assertEquals((await other.status).signal, "SIGKILL");
  });
});

Deno.test("stopRegistered() ends the process that serves from the engine's folder", async () => {
  await withCache(async (cache) => {
    // "$0" carries the folder into the process's arguments, as a server's settings do.
    const server = new Deno.Command("sh", {
      args: ["-c", "read line", `${cache}/run-own/conf`],
      stdin: "piped",
    }).spawn();
    await register(cache, { name: "own", url: "http://127.0.0.1:1", pid: server.pid });
    assertEquals(await stopRegistered(cache, "own"), true);
    assertEquals((await server.status).signal, "SIGTERM");
    await server.stdin.close();
    assertEquals(await stopRegistered(cache, "own"), false);
  });
});

Deno.test("locked() lets one caller in at a time", async () => {
  await withCache(async (cache) => {
    const steps: string[] = [];
    const inside = Promise.withResolvers<void>();
    const leave = Promise.withResolvers<void>();
    const first = locked(cache, "x", async () => {
      inside.resolve();
      await leave.promise;
      steps.push("first leaves");
    });
    await inside.promise;
    const second = locked(cache, "x", () => Promise.resolve(steps.push("second enters")));
    const elsewhere = await locked(cache, "y", () => Promise.resolve("another lock is free"));
    assertEquals([elsewhere, steps], ["another lock is free", []]);
    leave.resolve();
    await Promise.all([first, second]);
    assertEquals(steps, ["first leaves", "second enters"]);
  });
});
