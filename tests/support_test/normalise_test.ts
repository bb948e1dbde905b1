import { assertEquals } from "@std/assert";
import { ManualClock } from "../support/fake_misp/clock.ts";
import { MispModel } from "../support/fake_misp/model.ts";
import { normalisedValue } from "../support/fake_misp/normalise.ts";

/** As MISP 2.5.1 gave values back that were sent in the left form. */
const VALUES: readonly (readonly [type: string, given: string, stored: string])[] = [
  ["domain", " Bad.EXAMPLE.test ", "bad.example.test"],
  ["domain", "bücher.example", "xn--bcher-kva.example"],
  ["domain|ip", "Bad.example.test|2001:0DB8:0000::0001", "bad.example.test|2001:db8::1"],
  ["ip-dst", "2001:0db8:0000:0000:0000:0000:0000:0002", "2001:db8::2"],
  ["ip-dst|port", "2001:db8:0::2|443", "2001:db8::2|443"],
  ["ip-src", "192[.]0[.]2[.]1", "192.0.2.1"],
  ["ip-src", "2001:db8:0:0::/48", "2001:db8::/48"],
  ["url", "hxxp://Bad[.]example.test/A%41", "http://Bad.example.test/A%41"],
  ["AS", "AS64496", "64496"],
  ["hex", "c0ffee", "C0FFEE"],
  ["text", " kept as it is, Bücher |\n", " kept as it is, Bücher |\n"],
  ["filename", "a|b.exe", "a|b.exe"],
  ["text", "emoji \u{1f600} gone", "emoji ? gone"],
];

for (const [type, given, stored] of VALUES) {
  Deno.test(`normalisedValue() stores ${type} ${JSON.stringify(given)} as ${JSON.stringify(stored)}`, () => {
    assertEquals(normalisedValue(type, given), stored);
  });
}

Deno.test("addEvent() and editAttribute() store values as MISP does", () => {
  const model = new MispModel(new ManualClock());
  const event = model.addEvent({ attributes: [{ type: "domain", value: "ONE.example" }] });
  assertEquals(event.attributes[0]?.value, "one.example");
  assertEquals(model.editAttribute(1, { value: "TWO.example" }).value, "two.example");
});
