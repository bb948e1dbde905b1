import { assertEquals, assertThrows } from "@std/assert";
import { type Flag, parseArguments, UsageError } from "../../lib/cli/arguments.ts";

const FLAGS = [
  { name: "help", short: "h", kind: "boolean", text: "Show this help" },
  { name: "json", kind: "boolean", text: "Print JSON", negatable: true },
  { name: "dry-run", kind: "boolean", text: "Write nothing" },
  { name: "config", short: "c", kind: "string", value: "FILE", text: "Read FILE" },
  {
    name: "max-delete",
    kind: "string",
    value: "LIMIT",
    text: "Stop before",
    config: "run.max_delete",
  },
  { name: "event", kind: "list", value: "UUID", text: "Only this event" },
] as const satisfies readonly Flag[];

function refused(...argv: readonly string[]): string {
  return assertThrows(() => parseArguments(argv, FLAGS), UsageError).message;
}

Deno.test("parseArguments() leaves what was not given undefined", () => {
  const { values, positional, settings } = parseArguments([], FLAGS);
  assertEquals(Object.values(values), Array(FLAGS.length).fill(undefined));
  assertEquals([positional, settings], [[], []]);
});

Deno.test("parseArguments() reads --flag value, --flag=value, --no-flag and -f", () => {
  const argv = ["--json", "--max-delete=10%", "--event", "a", "--event=b", "-h", "-c", "f.yaml"];
  const { values } = parseArguments(argv, FLAGS);
  assertEquals(values.json, true);
  assertEquals(values["max-delete"], "10%");
  assertEquals(values.event, ["a", "b"]);
  assertEquals(values.help, true);
  assertEquals(values.config, "f.yaml");
  assertEquals(values["dry-run"], undefined);
  assertEquals(parseArguments(["--no-json"], FLAGS).values.json, false);
  assertEquals(parseArguments(["--json=false"], FLAGS).values.json, false);
  assertEquals(parseArguments(["--no-json", "--json"], FLAGS).values.json, true);
  assertEquals(parseArguments(["--config=a=b"], FLAGS).values.config, "a=b");
});

Deno.test("parseArguments() keeps values as texts", () => {
  assertEquals(parseArguments(["--max-delete", "007"], FLAGS).values["max-delete"], "007");
  assertEquals(parseArguments(["12"], FLAGS, { maxPositional: 1 }).positional, ["12"]);
});

Deno.test("parseArguments() lists the flags that set configuration keys", () => {
  assertEquals(parseArguments(["--max-delete=5", "--config=f"], FLAGS).settings, [
    { path: "run.max_delete", name: "--max-delete", value: "5" },
  ]);
});

Deno.test("parseArguments() refuses an unknown flag and suggests the nearest", () => {
  assertEquals(refused("--dry-rn"), "Unknown flag --dry-rn; did you mean --dry-run?");
  assertEquals(refused("--dry-rn=x"), "Unknown flag --dry-rn; did you mean --dry-run?");
  assertEquals(refused("--no-jsno"), "Unknown flag --no-jsno; did you mean --no-json?");
  assertEquals(refused("--no-dry-run"), "Unknown flag --no-dry-run; did you mean --dry-run?");
  assertEquals(refused("--something-else"), "Unknown flag --something-else");
  assertEquals(refused("-x"), "Unknown flag -x");
  assertEquals(refused("--toString"), "Unknown flag --toString");
});

Deno.test("parseArguments() refuses a flag without its value", () => {
  const message = "Flag --config needs a value: write --config=FILE";
  assertEquals(refused("--config"), message);
  assertEquals(refused("--config", "--json"), message);
  assertEquals(refused("--config="), message);
  assertEquals(refused("--config", ""), message);
  assertEquals(refused("--event=a", "--event"), "Flag --event needs a value: write --event=UUID");
});

Deno.test("parseArguments() refuses a value that a flag cannot take", () => {
  assertEquals(refused("--json=maybe"), 'Flag --json takes no value, but was given "maybe"');
  assertEquals(refused("--no-json=x"), 'Flag --no-json takes no value, but was given "x"');
  assertEquals(refused("--no-config=x"), 'Flag --no-config takes no value, but was given "x"');
});

Deno.test("parseArguments() refuses a scalar given twice", () => {
  assertEquals(
    refused("--config=a", "-c", "b"),
    "Flag --config is given 2 times, but can have only one value",
  );
});

Deno.test("parseArguments() refuses arguments that no flag takes", () => {
  assertEquals(refused("extra"), 'Unexpected argument "extra"');
  assertEquals(refused("dry-run"), 'Unexpected argument "dry-run"; did you mean "--dry-run"?');
  assertEquals(refused("--json", "--", "--config=x"), 'Unexpected argument "--config=x"');
  const { positional } = parseArguments(["a", "--json", "--", "--b"], FLAGS, { maxPositional: 2 });
  assertEquals(positional, ["a", "--b"]);
});

Deno.test("parseArguments() takes a lone dash for the value of a flag before it", () => {
  const flags = [{ kind: "string", name: "html", value: "FILE", text: "A page" }] as const;
  assertEquals(parseArguments(["--html", "-"], flags).values.html, "-");
  assertEquals(parseArguments(["--html=-"], flags).values.html, "-");
});
