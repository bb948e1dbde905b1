import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { completedCommands } from "../../lib/cli/completions.ts";
import { bashCompletion } from "../../lib/cli/completions_bash.ts";
import { fishCompletion } from "../../lib/cli/completions_fish.ts";
import { zshCompletion } from "../../lib/cli/completions_zsh.ts";
import { COMMANDS } from "../../tasks/mod.ts";
import { runInProcess } from "../e2e/in_process.ts";

const commands = completedCommands(COMMANDS, { completions: ["bash", "zsh", "fish"] });

const shells = new Set(["bash", "zsh", "fish"].filter((shell) => {
  try {
    return new Deno.Command(shell, { args: ["--version"] }).outputSync().success;
  } catch {
    return false;
  }
}));

/** What a shell says to a script. */
async function inShell(shell: string, args: readonly string[], script: string): Promise<string> {
  const file = await Deno.makeTempFile({ prefix: "ti-misp-completion-" });
  try {
    await Deno.writeTextFile(file, script);
    const command = new Deno.Command(shell, { args: [...args, file], stdin: "null" });
    const { success, stdout, stderr } = await command.output();
    const decoder = new TextDecoder();
    assert(success, `${shell}: ${decoder.decode(stderr)}`);
    assertEquals(decoder.decode(stderr), "");
    return decoder.decode(stdout);
  } finally {
    await Deno.remove(file);
  }
}

/** What bash would offer for these words, the last of which is being typed. */
async function bashOffers(words: readonly string[]): Promise<readonly string[]> {
  const quoted = words.map((word) => `'${word}'`).join(" ");
  const answer = await inShell(
    "bash",
    [],
    `${bashCompletion(commands)}
COMP_WORDS=(${quoted}); COMP_CWORD=${
      words.length - 1
    }; _ti_misp; printf '%s\\n' "\${COMPREPLY[@]}"`,
  );
  return answer.split("\n").filter((word) => word !== "");
}

Deno.test("completedCommands() has every command and flag, with what a value may be", () => {
  assertEquals(commands.map(({ name }) => name), [...COMMANDS.map(({ name }) => name), "help"]);
  const sync = commands.find(({ name }) => name === "sync-attributes");
  const valueOf = (name: string) => sync?.flags.find(({ names }) => names.includes(name))?.value;
  assertEquals(valueOf("--log-format")?.words, ["text", "json"]);
  assertEquals(valueOf("--source")?.words, ["api", "feed:"]);
  assertEquals(valueOf("--shard")?.words, []);
  assertEquals(valueOf("--config")?.isFile, true);
  assertEquals(valueOf("--dry-run"), undefined);
  assert(sync?.flags.some(({ names }) => names.includes("--no-expire")));
});

for (
  const [words, offers] of [
    [["ti-misp", "sync-a"], ["sync-attributes"]],
    [["ti-misp", "sync-attributes", "--dr"], ["--dry-run"]],
    [["ti-misp", "sync-attributes", "--no-e"], ["--no-expire"]],
    [["ti-misp", "expire", "--log-format", ""], ["text", "json"]],
    [["ti-misp", "expire", "--log-format", "=", "j"], ["json"]],
    [["ti-misp", "expire", "--log-format", "="], ["text", "json"]],
    [["ti-misp", "completions", "z"], ["zsh"]],
    [["ti-misp", "help", "ex"], ["expire"]],
    [["ti-misp", "check", "--config", "deno"], []],
    [["ti-misp", "no-such-command", ""], []],
  ] as const
) {
  Deno.test({
    name: `bashCompletion() offers ${offers.join(", ") || "nothing"} for "${words.join(" ")}"`,
    ignore: !shells.has("bash"),
    fn: async () => assertEquals(await bashOffers(words), offers),
  });
}

Deno.test({
  name: "bashCompletion() is a script that bash reads",
  ignore: !shells.has("bash"),
  fn: async () => assertEquals(await inShell("bash", ["-n"], bashCompletion(commands)), ""),
});

Deno.test({
  name: "zshCompletion() is a script that zsh reads",
  ignore: !shells.has("zsh"),
  fn: async () => assertEquals(await inShell("zsh", ["-f", "-n"], zshCompletion(commands)), ""),
});

Deno.test({
  name: "fishCompletion() is a script that fish completes by",
  ignore: !shells.has("fish"),
  fn: async () => {
    const words = ["ti-misp expire --log-format ", "ti-misp sync-attributes --dr"];
    const script = words.map((line) => `complete -C "${line}"`).join("; ");
    const offers = await inShell("fish", ["--no-config"], `${fishCompletion(commands)}\n${script}`);
    assertEquals(offers.trim().split("\n").map((line) => line.split("\t")[0]), [
      "json",
      "text",
      "--dry-run",
    ]);
  },
});

Deno.test("completions prints the script of a shell, and refuses others", async () => {
  const { code, stdout } = await runInProcess(["completions", "zsh"], { env: {} });
  assertEquals([code, stdout], [0, zshCompletion(commands)]);
  const refused = await runInProcess(["completions", "tcsh"], { env: {} });
  assertEquals([refused.code, refused.stdout], [2, ""]);
  assertStringIncludes(refused.stderr, "bash, zsh, fish");
});
