import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { redact } from "../../lib/config/redact.ts";
import { MASK, Secret } from "../../lib/config/secrets.ts";

const secret = new Secret("s3cr3t/with+odd=chars?");

Deno.test("redact() masks a secret as it is, in URLs, in JSON and in base64", () => {
  const text = secret.reveal();
  const shapes = [
    text,
    encodeURIComponent(text),
    `{"key":${JSON.stringify(text)}}`,
    btoa(text),
    btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", ""),
    new URLSearchParams({ key: text }).toString(),
  ];
  for (const shape of shapes) {
    const masked = redact(`before ${shape} after`, [secret]);
    assert(masked.includes(MASK), masked);
    assert(!/s3cr3t|czNjcjN0/.test(masked), masked);
  }
});

Deno.test("redact() masks the user and password of any URL, known or not", () => {
  assertEquals(
    redact("via http://me:p@ss@proxy:3128/x and https://a.example/b@c", []),
    `via http://${MASK}@proxy:3128/x and https://a.example/b@c`,
  );
});

Deno.test("redact() masks a short secret only where it stands alone", () => {
  const short = [new Secret("elastic")];
  assertEquals(redact("elasticsearch", short), "elasticsearch");
  assertEquals(redact('{"password":"elastic"}', short), `{"password":"${MASK}"}`);
});

Deno.test("redact() leaves no secret of eight or more characters in any text", () => {
  const text = fc.string({ minLength: 8, maxLength: 40, unit: "grapheme-ascii" })
    .filter((each) => !MASK.includes(each) && !/^\s*$/.test(each));
  fc.assert(fc.property(text, fc.string(), fc.string(), (key, before, after) => {
    const masked = redact(before + key + after, [new Secret(key)]);
    assert(!masked.includes(key), masked);
  }));
});

Deno.test("redact() gives a text without secrets back as it is", () => {
  assertEquals(
    redact("nothing to see at https://misp.example/", [secret]),
    "nothing to see at https://misp.example/",
  );
  assertEquals(redact("$& $1", [new Secret("")]), "$& $1");
});
