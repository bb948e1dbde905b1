/** `ti-misp map` as a process, with its real streams. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const LINE = '{"type":"md5","value":"d41d8cd98f00b204e9800998ecf8427e"}';

function spawn(...flags: string[]): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "cli.ts", "map", ...flags],
    cwd: ROOT,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function map(input: string, ...flags: string[]) {
  const process = spawn(...flags);
  const writer = process.stdin.getWriter();
  // A process that has ended takes no more input.
  await writer.write(new TextEncoder().encode(input)).then(() => writer.close()).catch(() => {});
  const { code, stdout, stderr } = await process.output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: decode(stdout), stderr: decode(stderr) };
}

Deno.test("ti-misp map writes documents on stdout and counts on stderr", async () => {
  const { code, stdout, stderr } = await map(`${LINE}\n${LINE}\n`, "--now", "2026-01-31");
  assertEquals(code, 0);
  assertEquals(stderr, "ti-misp: 2 attributes, 2 documents, 0 deleted left out\n");
  const [first, second, end] = stdout.split("\n");
  assertEquals([second, end], [first, ""]);
  const document = JSON.parse(first ?? "");
  assertEquals(document["@timestamp"], "2026-01-31T00:00:00.000Z");
  assertEquals(document.event.dataset, "ti_misp.threat_attributes");
});

Deno.test("ti-misp map does what its flags say", async () => {
  const event = {
    uuid: "10000000-0000-4000-8000-000000000007",
    info: "Invented",
    timestamp: "1795569100",
    Attribute: [
      { type: "attachment", value: "a.txt", data: "YQ==", timestamp: "1795569000", deleted: true },
    ],
  };
  const flags = [
    ..."--dataset threat --misp-url https://misp.example.com/ --tag one --tag two --attachments"
      .split(" "),
    ..."--expiration 30d --deleted --pretty --quiet".split(" "),
  ];
  const { code, stdout, stderr } = await map(JSON.stringify(event), ...flags);
  assertEquals([code, stderr], [0, ""]);
  const { "@timestamp": timestamp, event: { dataset }, tags, threat, misp } = JSON.parse(stdout);
  assertEquals([timestamp, dataset], ["2026-11-25T01:11:40.000Z", "ti_misp.threat"]);
  assertEquals(tags, ["one", "two"]);
  assertEquals(
    threat.indicator.reference,
    "https://misp.example.com/events/view/10000000-0000-4000-8000-000000000007",
  );
  assertEquals([misp.attribute.data, misp.attribute.deleted], ["YQ==", true]);
  assertEquals(misp.attribute.decayed_at, "2026-12-25T01:10:00.000Z");
  assertMatch(stdout, /^\{\n {2}"@timestamp"/);
});

Deno.test("ti-misp map --expiration off lets nothing decay", async () => {
  const line = '{"type":"md5","value":"a","timestamp":"1"}';
  const decayed = JSON.parse((await map(line)).stdout).misp.attribute;
  assertEquals([decayed.decayed, decayed.decayed_at], [true, "1970-04-01T00:00:01.000Z"]);
  const kept = JSON.parse((await map(line, "--expiration", "off")).stdout).misp.attribute;
  assertEquals([kept.decayed, kept.decayed_at], [false, undefined]);
});

const BROKEN: readonly (readonly [name: string, input: string, message: string])[] = [
  ["nothing", "", "Standard input is empty"],
  [
    "a line that is cut off",
    `${LINE}\n${LINE.slice(0, -1)}\n${LINE}\n`,
    "line 2 column 57 (byte 114)",
  ],
  ["JSON that is cut off", `[\n${LINE}`, "line 2 column 58 (byte 59)"],
  [
    "JSON of something else",
    '{"foo":1}',
    "line 1 column 1 (byte 0) of the input: expected an answer",
  ],
  ["a page", "<!DOCTYPE html>", "is it an HTML page?"],
  [
    "half an attribute",
    `{"Attribute":[${LINE},{"type":"md5"}]}`,
    'at .Attribute[1]: an attribute without "value"',
  ],
];

for (const [name, input, message] of BROKEN) {
  Deno.test(`ti-misp map exits with 2 for ${name}, and writes nothing`, async () => {
    const { code, stdout, stderr } = await map(input);
    assertEquals([code, stdout], [2, ""]);
    assert(stderr.startsWith("ti-misp: ") && stderr.endsWith("\n"), stderr);
    assertStringIncludes(stderr, message);
    assertEquals(stderr.trimEnd().includes("\n"), false);
  });
}

const USAGE: readonly (readonly [flags: string, message: string])[] = [
  ["--dataset threats", 'not "threats"; did you mean "threat"?'],
  ["--expiration 3q", 'Flag --expiration: Cannot read "3q" as a duration'],
  ["--misp-url misp", 'Flag --misp-url: Cannot read "misp" as a URL'],
  ["--now yesterday", 'Flag --now: Cannot read "yesterday"'],
  ["--atachments", "did you mean --attachments?"],
  ["event.json", 'Unexpected argument "event.json"'],
];

for (const [flags, message] of USAGE) {
  Deno.test(`ti-misp map ${flags} exits with 2`, async () => {
    const { code, stdout, stderr } = await map(LINE, ...flags.split(" "));
    assertEquals([code, stdout], [2, ""]);
    assertStringIncludes(stderr, message);
  });
}

Deno.test("ti-misp map ends well when the reader of its output goes away", async () => {
  const process = spawn();
  const writer = process.stdin.getWriter();
  const input = new TextEncoder().encode(`${LINE}\n`.repeat(20_000));
  const written = writer.write(input).then(() => writer.close()).catch(() => {});
  const reader = process.stdout.getReader();
  assertEquals((await reader.read()).done, false);
  await reader.cancel();
  const stderr = await new Response(process.stderr).text();
  assertEquals([(await process.status).code, stderr], [0, ""]);
  await written;
});

Deno.test("ti-misp map ends when it is interrupted while it waits for input", async () => {
  const process = spawn();
  const reader = process.stderr.getReader();
  const writer = process.stdin.getWriter();
  // Once input is taken that a pipe cannot hold, the process is at work.
  await writer.write(new Uint8Array(1_000_000).fill(0x20));
  process.kill("SIGTERM");
  const { value } = await reader.read();
  assertEquals(new TextDecoder().decode(value), "ti-misp: Interrupted by SIGTERM\n");
  assertEquals((await process.status).code, 143);
  await Promise.all([reader.cancel(), process.stdout.cancel(), writer.abort().catch(() => {})]);
});

Deno.test("ti-misp map --help tells how to use it", async () => {
  const { code, stdout, stderr } = await map("", "--help");
  assertEquals([code, stderr], [0, ""]);
  assertStringIncludes(stdout, "ti-misp map --pretty < event.json");
  assertEquals(stdout.split("\n").filter((line) => line.length > 100), []);
});
