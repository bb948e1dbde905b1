import { assertEquals } from "@std/assert";
import { tacticOf } from "../../lib/ecs/tactics.ts";

Deno.test("tacticOf() reads kill chains of ATT&CK Enterprise, with and without platform", () => {
  const expected = { name: "Initial Access", id: "TA0001" };
  const phases = ["mitre-attack:initial-access", "attack-Windows:initial-access"];
  for (const phase of [...phases, "attack-Office-Suite:initial-access"]) {
    assertEquals(tacticOf(phase), expected);
  }
  assertEquals(tacticOf("attack-PRE:resource-development")?.id, "TA0042");
});

Deno.test("tacticOf() leaves other matrices and unknown tactics alone", () => {
  const phases = [
    "mobile-attack-iOS:initial-access",
    "mitre-ics-attack:impact",
    "pre-attack:launch",
  ];
  for (const phase of [...phases, "mitre-attack:nothing", "initial-access", ""]) {
    assertEquals(tacticOf(phase), undefined, phase);
  }
});
