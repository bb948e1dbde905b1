import { assertEquals } from "@std/assert";
import { makeDocs } from "./support/make_docs.ts";
import { PROJECT } from "./support/project.ts";

for (const [path, text] of await makeDocs()) {
  Deno.test(`${path} is as the tables in the code say: run deno task docs when this fails`, async () => {
    assertEquals(await Deno.readTextFile(`${PROJECT}/${path}`), text);
  });
}
