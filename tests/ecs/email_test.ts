import { assertEquals } from "@std/assert";
import { indicatorOf } from "./documents.ts";

Deno.test("emailAddress() refangs and keeps the case", () => {
  const expected = { type: "email-addr", email: { address: "Ann@Example.test" } };
  for (const value of ["Ann@Example.test", " Ann[at]Example[.]test ", "Ann[@]Example(dot)test"]) {
    assertEquals(indicatorOf("email-src", value), expected);
  }
});

Deno.test("emailSubject() keeps the subject verbatim", () => {
  const expected = { type: "email-addr", email: { subject: " Invoice [.] " } };
  assertEquals(indicatorOf("email-subject", " Invoice [.] "), expected);
});
