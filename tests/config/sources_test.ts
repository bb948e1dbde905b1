import { assertEquals, assertRejects } from "@std/assert";
import { systemSources } from "../../lib/config/sources.ts";

Deno.test("systemSources().run gives the standard output of a program", async () => {
  const script = "console.log('first'); console.log('second')";
  assertEquals(await systemSources({}).run([Deno.execPath(), "eval", script]), "first\nsecond\n");
});

Deno.test("systemSources().run rejects when the program fails or is not there", async () => {
  const { run } = systemSources({});
  await assertRejects(() => run([Deno.execPath(), "eval", "Deno.exit(3)"]), Error, "exit status 3");
  await assertRejects(() => run(["no-such-program-anywhere"]), Deno.errors.NotFound);
});
