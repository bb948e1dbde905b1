/** The schedules that are shipped as files: cron, systemd, a container. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { configTable } from "../../lib/config/table.ts";
import { defaultOutput, targetNamed } from "../support/build/targets.ts";
import { isCommand, run } from "../support/engine/command.ts";
import { PROJECT } from "../support/project.ts";
import { requireAccepted } from "./support/flag_tables.ts";
import { commandsIn, tiMispArguments } from "./support/shell_lines.ts";

const FOLDER = `${PROJECT}/docs/schedules`;
const environment = new Set(configTable().map((key) => key.environment));

function read(name: string): Promise<string> {
  return Deno.readTextFile(`${FOLDER}/${name}`);
}

/** What ti-misp is given by a line; fails when the line runs something else. */
function argumentsIn(line: string): readonly string[] {
  const [words = []] = commandsIn(line);
  const argv = tiMispArguments(words);
  assert(argv !== undefined, `"${line}" does not run ti-misp`);
  return argv;
}

Deno.test("docs/schedules/crontab: five fields, a user, and a command that ti-misp takes", async () => {
  const lines = (await read("crontab")).split("\n")
    .filter((line) => line !== "" && !/^(#|[A-Z]+=)/.test(line));
  assertEquals(lines.length, 3);
  for (const line of lines) {
    const field = String.raw`(?:\*(?:/\d+)?|\d+(?:[-,]\d+)*)`;
    const match = new RegExp(`^((?:${field} +){5})(\\S+) +(.+)$`).exec(line);
    assert(match !== null, line);
    const [, , user, command = ""] = match;
    assertEquals(user, "ti-misp");
    assert(!/(?<!\\)%/.test(command), "cron takes a bare % for the end of the command");
    const argv = argumentsIn(command);
    await requireAccepted(argv);
    assert(argv.includes("--quiet"), "cron would send a mail after each run");
  }
});

/** Values by key; a key may come more than once. */
function unitValues(text: string): ReadonlyMap<string, readonly string[]> {
  const entries = text.split("\n").flatMap((line) => {
    const [, key, value] = /^([A-Za-z]+)=(.*)$/.exec(line) ?? [];
    return key === undefined || value === undefined ? [] : [[key, value] as const];
  });
  return new Map(
    [...Map.groupBy(entries, ([key]) => key)].map(([key, all]) => [
      key,
      all.map(([, value]) => value),
    ]),
  );
}

Deno.test("docs/schedules/ti-misp.service: a command that ti-misp takes, keys as credentials", async () => {
  const unit = unitValues(await read("ti-misp.service"));
  const [start = ""] = unit.get("ExecStart") ?? [];
  await requireAccepted(argumentsIn(start));
  const variables = new Map((unit.get("Environment") ?? []).map((text) => {
    const [name = "", value = ""] = text.split("=");
    return [name, value];
  }));
  assertEquals([...variables.keys()].filter((name) => !environment.has(name)), []);
  const credentials = (unit.get("LoadCredential") ?? []).map((text) => `%d/${text.split(":")[0]}`);
  const keys = [...variables].filter(([name]) => name.endsWith("_KEY_FILE"));
  assertEquals(keys.map(([, file]) => file), credentials);
  assertEquals(unit.get("DynamicUser"), ["yes"]);
  assertEquals(unit.get("ProtectSystem"), ["strict"]);
});

Deno.test("docs/schedules/ti-misp.timer starts the service, and makes up for a missed run", async () => {
  const unit = unitValues(await read("ti-misp.timer"));
  assertEquals(unit.get("Persistent"), ["yes"]);
  assertEquals(unit.get("WantedBy"), ["timers.target"]);
});

const hasSystemd = await isCommand("systemd-analyze");

Deno.test({
  name: "docs/schedules: systemd finds nothing wrong, and calls the service's exposure low",
  ignore: !hasSystemd,
  fn: async () => {
    const folder = await Deno.makeTempDir({ prefix: "ti-misp-units-" });
    try {
      for (const name of ["ti-misp.service", "ti-misp.timer"]) {
        // systemd looks whether the program is there.
        const text = (await read(name)).replaceAll("/usr/local/bin/ti-misp", "/bin/true");
        await Deno.writeTextFile(`${folder}/${name}`, text);
      }
      const units = [`${folder}/ti-misp.service`, `${folder}/ti-misp.timer`];
      const { success, stderr } = await new Deno.Command("systemd-analyze", {
        args: ["verify", ...units],
      }).output();
      assertEquals([success, new TextDecoder().decode(stderr)], [true, ""]);
      const security = [
        "security",
        "--offline=yes",
        "--threshold=20",
        "--no-pager",
        units[0] ?? "",
      ];
      assertStringIncludes(await run("systemd-analyze", security), "Overall exposure level");
      const calendar = unitValues(await read("ti-misp.timer")).get("OnCalendar") ?? [];
      assertMatch(await run("systemd-analyze", ["calendar", ...calendar]), /Next elapse/i);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test("docs/schedules/Containerfile copies what the build makes, on a base with glibc", async () => {
  const lines = (await read("Containerfile")).split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  const values = new Map(lines.map((line) => {
    const [, name = "", value = ""] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
    return [name, value];
  }));
  assertMatch(values.get("FROM") ?? "", /^gcr\.io\/distroless\/cc-debian\d+:nonroot$/);
  const built = defaultOutput(targetNamed("linux-x64"), false);
  const [program] = JSON.parse(values.get("ENTRYPOINT") ?? "[]");
  assertEquals(values.get("COPY"), `${built} ${program}`);
  await requireAccepted(JSON.parse(values.get("CMD") ?? "[]"));
});
