/** An invented event, the shapes it can have, and a world in which `map` reads and writes text. */
import type { World } from "../../lib/context.ts";
import { runMap } from "../../lib/run/map_command.ts";
import type { MapOptions } from "../../lib/run/map_documents.ts";
import { testContext } from "../support/context.ts";

export const NOW = Date.UTC(2026, 10, 25);

export const OPTIONS: MapOptions = {
  mapping: {
    dataset: "ti_misp.threat_attributes",
    mispUrl: "https://misp.example.com",
    tags: [],
    expirationMs: 90 * 86_400_000,
    attachments: false,
  },
  now: NOW,
  deleted: false,
  pretty: false,
  quiet: false,
};

function attribute(number: number, type: string, value: string, more: object = {}) {
  return {
    id: String(number),
    uuid: `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`,
    event_id: "7",
    type,
    value,
    category: "Network activity",
    to_ids: true,
    timestamp: "1795569092",
    comment: "",
    deleted: false,
    ...more,
  };
}

/** Without its lists. */
export const CONTEXT = {
  id: "7",
  uuid: "10000000-0000-4000-8000-000000000007",
  info: "Invented",
  date: "2026-11-01",
  org_id: "1",
  orgc_id: "1",
  analysis: "2",
  threat_level_id: "2",
  published: true,
  timestamp: "1795569100",
  publish_timestamp: "1795569200",
  Orgc: { id: "1", name: "LAB", uuid: "20000000-0000-4000-8000-000000000001" },
  Tag: [{ name: "tlp:amber" }],
};

export const ATTRIBUTES = [
  attribute(1, "ip-dst", "198.51.100.23", { Tag: [{ name: "tlp:red" }] }),
  attribute(2, "domain", "bad.example.test"),
  attribute(3, "some-future-type", "böses \u{1f480}"),
];

export const OBJECT = {
  id: "4",
  uuid: "30000000-0000-4000-8000-000000000004",
  name: "file",
  "meta-category": "file",
  template_uuid: "688c46fb-5edb-40a3-8273-1af7923e2215",
  template_version: "25",
  event_id: "7",
  deleted: false,
  Attribute: [
    attribute(5, "filename", "evil.exe", { object_relation: "filename", object_id: "4" }),
    attribute(6, "md5", "d41d8cd98f00b204e9800998ecf8427e", {
      object_relation: "md5",
      object_id: "4",
    }),
  ],
};

export const EVENT = { ...CONTEXT, Attribute: ATTRIBUTES, Object: [OBJECT] };

/** What the attribute search sends when it is asked for all it has. */
export const FLAT = [
  ...ATTRIBUTES.map((each) => ({ ...each, Event: CONTEXT })),
  ...OBJECT.Attribute.map((each) => ({ ...each, Event: CONTEXT, Object: OBJECT })),
];

export interface MapResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface MapWorld {
  readonly world: World;
  readonly stdout: () => string;
  readonly stderr: () => string;
}

export function mapWorld(
  input: ReadableStream<Uint8Array>,
  write: (text: string) => void = () => {},
  signal: AbortSignal = new AbortController().signal,
): MapWorld {
  let stdout = "";
  let stderr = "";
  const world = {
    ...testContext({ now: NOW, signal }),
    stdin: input,
    stdout: {
      isTerminal: false,
      // deno-lint-ignore require-await
      async write(text: string) {
        write(text);
        stdout += text;
      },
      writeSync: () => {
        throw new Error("Documents wait until the reader takes them");
      },
    },
    stderr: {
      isTerminal: false,
      write: () => Promise.reject(new Error("Messages keep their order")),
      writeSync: (text: string) => void (stderr += text),
    },
  };
  return { world, stdout: () => stdout, stderr: () => stderr };
}

export function streamOf(bytes: Uint8Array, chunkBytes = bytes.length): ReadableStream<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    chunks.push(bytes.subarray(at, at + chunkBytes));
  }
  return ReadableStream.from(chunks);
}

/** Runs `map` over a text or over bytes. */
export async function mapped(
  input: string | Uint8Array,
  options: Partial<MapOptions> = {},
): Promise<MapResult> {
  const bytes = typeof input === "string" ? new TextEncoder().encode(input) : input;
  const { world, stdout, stderr } = mapWorld(streamOf(bytes));
  const code = await runMap(world, { ...OPTIONS, ...options });
  return { code, stdout: stdout(), stderr: stderr() };
}

// deno-lint-ignore no-explicit-any
type Json = any;

export function documentsOf({ stdout }: MapResult): Json[] {
  return stdout.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));
}
