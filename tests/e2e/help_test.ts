import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { COMMANDS } from "../../tasks/mod.ts";
import { runProgram } from "./program.ts";

for (const name of ["", ...COMMANDS.map((command) => command.name)]) {
  const args = name === "" ? ["--help"] : [name, "--help"];
  Deno.test(`ti-misp ${args.join(" ")}: examples first, exit codes last, on stdout`, async () => {
    const { code, stdout, stderr } = await runProgram(args);
    assertEquals([code, stderr], [0, ""]);
    const sections = [...stdout.matchAll(/^(\w[\w ]*):$/gm)].map((match) => match[1]);
    assertEquals(sections[0], "Examples");
    assertEquals(sections.at(-1), "Exit codes");
    assertMatch(stdout, /130, 143 +interrupted/);
    for (const line of stdout.split("\n").filter((line) => !line.startsWith("  ti-misp"))) {
      assert(line.length <= 80, `"${line}" is wider than 80 columns`);
    }
  });
}

Deno.test("ti-misp help COMMAND is ti-misp COMMAND --help", async () => {
  const [one, other] = await Promise.all([
    runProgram(["help", "expire"]),
    runProgram(["expire", "--help"]),
  ]);
  assertEquals(one, other);
});

Deno.test("ti-misp with a mistyped command or flag suggests the right one, and exits 2", async () => {
  const command = await runProgram(["sync-atributes"]);
  assertEquals([command.code, command.stdout], [2, ""]);
  assertStringIncludes(command.stderr, 'did you mean "sync-attributes"?');
  const flag = await runProgram(["sync-attributes", "--dry-rn"]);
  assertEquals([flag.code, flag.stdout], [2, ""]);
  assertStringIncludes(flag.stderr, "did you mean --dry-run?");
});

Deno.test("ti-misp tells everything that is wrong with the configuration at once, and exits 2", async () => {
  const { code, stdout, stderr } = await runProgram(["sync-attributes", "--max-delete", "many"], {
    env: { TI_MISP_EXPIRE_DEFAULT: "1q", TI_MISP_MISP_URI: "https://misp.example.org" },
  });
  assertEquals([code, stdout], [2, ""]);
  for (const text of ["many", "1q", "TI_MISP_MISP_URL", "misp.url", "elasticsearch.url"]) {
    assertStringIncludes(stderr, text);
  }
});

Deno.test("ti-misp --version prints the version of deno.json", async () => {
  const { default: config } = await import("../../deno.json", { with: { type: "json" } });
  const { stdout } = await runProgram(["--version"]);
  // A build tells its commit as well.
  assertMatch(stdout, new RegExp(`^ti-misp ${RegExp.escape(config.version)}(\\+\\S+)?\n$`));
});
