import { assertEquals, assertMatch } from "@std/assert";

const PACKAGES = ["@std/assert", "@std/cli/parse-args", "@std/datetime", "@std/yaml"] as const;

interface DenoConfig {
  readonly imports: Readonly<Record<string, string>>;
}

async function read(name: string): Promise<DenoConfig> {
  return JSON.parse(await Deno.readTextFile(new URL(`../${name}`, import.meta.url)));
}

function withoutPackages(config: DenoConfig): DenoConfig {
  const imports = Object.entries(config.imports).map(([name, target]) =>
    PACKAGES.some((each) => each === name) ? [name, ""] : [name, target]
  );
  return { ...config, imports: Object.fromEntries(imports) };
}

Deno.test("deno.jsr.json differs from deno.json in where @std comes from, and in nothing else", async () => {
  const [local, jsr] = await Promise.all([read("deno.json"), read("deno.jsr.json")]);
  assertEquals(withoutPackages(jsr), withoutPackages(local));
  assertEquals(Object.keys(local.imports), Object.keys(jsr.imports));
});

Deno.test("deno.jsr.json maps each @std name to an exact version of the same package", async () => {
  const { imports } = await read("deno.jsr.json");
  for (const name of PACKAGES) {
    const [scope, pkg, ...path] = name.split("/");
    const pattern = new RegExp(
      `^jsr:${scope}/${pkg}@\\d+\\.\\d+\\.\\d+${path.map((p) => `/${p}`).join("")}$`,
    );
    assertMatch(imports[name] ?? "", pattern);
  }
});
