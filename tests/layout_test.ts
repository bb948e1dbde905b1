/**
 * The layout of the project: who may import whom, and what only one file may touch. The rules keep
 * the mapping pure, the two ends apart and the start of the program quick.
 */
import { assertEquals, assertGreater } from "@std/assert";
import {
  globals,
  type Import,
  importsOf,
  lineCount,
  projectFiles,
  topLevel,
} from "./support/project.ts";

const files = await projectFiles(["cli.ts", "tasks", "lib"]);
const imports = await importsOf(files);

/** Asserts that no import is of the kind described, and names those that are. */
function refuse(wrong: (each: Import) => boolean): void {
  assertEquals(imports.filter(wrong).map(({ from, to }) => `${from} imports ${to}`), []);
}

const within = (folder: string) => (path: string) => path.startsWith(`${folder}/`);
const isTask = within("tasks");
const isLib = within("lib");
const isMisp = within("lib/misp");
const isElastic = within("lib/elastic");
const isEcs = within("lib/ecs");
const isSync = within("lib/sync");

Deno.test("the layout test sees the imports", () => {
  assertGreater(imports.filter(({ from, to }) => isLib(from) && isLib(to)).length, 20);
});

Deno.test("nobody imports cli.ts", () => refuse(({ to }) => to === "cli.ts"));

Deno.test("a task imports lib, and never a task", () => {
  refuse(({ from, to }) => isTask(from) && from !== "tasks/mod.ts" && !isLib(to));
  refuse(({ from, to }) => from === "tasks/mod.ts" && !isLib(to) && !isTask(to));
});

Deno.test("lib never imports tasks", () => refuse(({ from, to }) => isLib(from) && isTask(to)));

Deno.test("lib/misp and lib/elastic do not know each other", () => {
  refuse(({ from, to }) => isMisp(from) && isElastic(to));
  refuse(({ from, to }) => isElastic(from) && isMisp(to));
});

Deno.test("lib/ecs imports only itself, tldts, ipaddr.js and xxhash-wasm", () => {
  const allowed = new Set(["tldts", "ipaddr.js", "xxhash-wasm"]);
  refuse(({ from, to }) => isEcs(from) && !isEcs(to) && !allowed.has(to));
});

Deno.test("lib/sync knows sources and sinks by its own types only", () => {
  refuse(({ from, to }) => isSync(from) && (isMisp(to) || isElastic(to)));
});

Deno.test("lib/elastic/http.ts loads hpagent, and only when there is a proxy", () => {
  refuse(({ from, to, kind }) =>
    to === "hpagent" && !(from === "lib/elastic/http.ts" && kind !== "static")
  );
});

Deno.test("lib/zod.ts alone imports zod, so that no schema comes before its settings", () => {
  refuse(({ from, to }) => to === "zod" && from !== "lib/zod.ts");
});

Deno.test("no module imports itself by any way round", () => {
  const next = Map.groupBy(imports, ({ from }) => from);
  const done = new Set<string>();
  const cycleFrom = (path: string, trail: readonly string[]): readonly string[] => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return [];
    for (const { to } of next.get(path) ?? []) {
      const cycle = cycleFrom(to, [...trail, path]);
      if (cycle.length > 0) return cycle;
    }
    done.add(path);
    return [];
  };
  assertEquals(
    files.map((file) => cycleFrom(file, [])).find((cycle) => cycle.length > 0) ?? [],
    [],
  );
});

Deno.test("only lib/context.ts touches clock, environment, console and network by itself", async () => {
  const others = files.filter((file) => file !== "lib/context.ts");
  const used = await Promise.all(others.map(async (file) => {
    const found = await globals(file);
    return found.map((name) => `${file} uses ${name}`);
  }));
  assertEquals(used.flat(), []);
});

Deno.test("no file is longer than 250 lines", async () => {
  const all = [...files, ...await projectFiles(["tests"])];
  const long = await Promise.all(all.map(async (file) => {
    const lines = await lineCount(file);
    return lines > 250 ? [`${file} has ${lines} lines`] : [];
  }));
  assertEquals(long.flat(), []);
});

Deno.test("file names are snake_case and say what is inside", () => {
  const names = files.map((file) => file.split("/").at(-1) ?? "");
  assertEquals(names.filter((name) => !/^[a-z0-9]+(?:_[a-z0-9]+)*\.ts$/.test(name)), []);
  assertEquals(
    names.filter((name) => /^(?:utils?|helpers?|index|common|misc)\.ts$/.test(name)),
    [],
  );
});

Deno.test("the top level holds nothing but what belongs there", async () => {
  const allowed = new Set([
    ".ci",
    ".git",
    ".github",
    ".gitignore",
    "LICENSE",
    "README.md",
    "cli.ts",
    "deno.json",
    "deno.jsr.json",
    "deno.lock",
    "docs",
    "lib",
    "tasks",
    "tests",
  ]);
  assertEquals((await topLevel()).filter((name) => !allowed.has(name)), []);
});
