import { assertEquals, assertRejects } from "@std/assert";
import { replaceFile } from "../../lib/cli/replace_file.ts";

Deno.test("replaceFile() puts a new file in place of the old one, and leaves nothing beside", async () => {
  const directory = await Deno.makeTempDir();
  try {
    const path = `${directory}/x.prom`;
    await replaceFile(path, "one");
    await replaceFile(path, "two");
    assertEquals(await Deno.readTextFile(path), "two");
    await assertRejects(() => replaceFile(`${directory}/no/x.prom`, ""), Error, "Cannot write");
    await Deno.mkdir(`${directory}/folder`);
    await Deno.writeTextFile(`${directory}/folder/kept`, "");
    await assertRejects(() => replaceFile(`${directory}/folder`, ""), Error, "Cannot write");
    const names = (await Array.fromAsync(Deno.readDir(directory))).map(({ name }) => name);
    assertEquals(names.toSorted(), ["folder", "x.prom"]);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
