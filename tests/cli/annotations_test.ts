import { assertEquals } from "@std/assert";
import { errorAnnotation, inGithubActions } from "../../lib/cli/annotations.ts";

Deno.test("errorAnnotation() keeps a message on its line and a title in its place", () => {
  assertEquals(
    errorAnnotation({ title: "ti-misp: a,b", message: "50% of\r\nit::error::x" }),
    "::error title=ti-misp%3A a%2Cb::50%25 of %0Ait::error::x\n",
  );
});

Deno.test("inGithubActions() looks for the variable that GitHub sets", () => {
  assertEquals(inGithubActions({ GITHUB_ACTIONS: "true" }), true);
  assertEquals(inGithubActions({ CI: "true" }), false);
});
