import { assertEquals, assertThrows } from "@std/assert";
import { lockedPackages, parseEmbedded, strangers } from "../support/build/embedded.ts";

const OUTPUT = `Compile cli.ts to ../ti-misp

Embedded Files

ti-misp
├─┬ .deno_compile_node_modules (8.57MB - 8.5MB unique)
│ └─┬ localhost (8.57MB - 8.5MB unique)
│   ├─┬ @scope (2.64MB - 2.64MB unique)
│   │ ├── large/* (2.04MB - 2.04MB unique)
│   │ └── small/* (616.64KB - 615.55KB unique)
│   └── zod/4.6.7/* (5.93MB - 5.86MB unique)
├── cli.ts (5.75KB)
├─┬ lib (1.48MB)
│ └─┬ cli (101.78KB)
│   └── help.ts (6.46KB)
└── tasks/* (43.94KB)

Files: 10.9MB
Metadata: 3.2KB
Remote modules: 12B
`;

const LOCKED = new Set(["@scope/large", "@scope/small", "zod"]);

Deno.test("parseEmbedded() reads paths, packages and the size from what deno compile prints", () => {
  const { paths, packages, bytes } = parseEmbedded(OUTPUT);
  assertEquals(packages, ["@scope/large", "@scope/small", "zod"]);
  assertEquals(bytes, 10_900_000);
  assertEquals(paths.slice(-5), ["cli.ts", "lib", "lib/cli", "lib/cli/help.ts", "tasks/*"]);
});

Deno.test("parseEmbedded() refuses a text without such a list", () => {
  assertThrows(() => parseEmbedded("Compile cli.ts"), SyntaxError, "list of embedded files");
});

Deno.test("strangers() finds nothing wrong with the program and its packages", () => {
  assertEquals(strangers(parseEmbedded(OUTPUT), LOCKED), []);
});

Deno.test("strangers() names files, packages and a size that do not belong there", () => {
  const output = OUTPUT.replace("zod/4.6.7", "left-pad/1.3.0")
    .replace("└── tasks/*", "├── node_modules/*\n└── secret.yaml").replace("10.9MB", "351.2MB");
  assertEquals(strangers(parseEmbedded(output), LOCKED), [
    "node_modules/*",
    "secret.yaml",
    "left-pad",
    "351200000 bytes",
  ]);
});

Deno.test("lockedPackages() gives names without versions", () => {
  const npm = { "zod@4.6.7": {}, "@opentelemetry/core@2.12.1_@opentelemetry+api@1.9.1": {} };
  assertEquals([...lockedPackages(JSON.stringify({ npm }))], ["zod", "@opentelemetry/core"]);
});
