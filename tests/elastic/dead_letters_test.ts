import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import {
  appendDeadLetters,
  DeadLetterError,
  type DeadLetterSettings,
} from "../../lib/elastic/dead_letters.ts";
import type { Rejection } from "../../lib/sync/types.ts";

function settings(path: string, more: Partial<DeadLetterSettings> = {}): DeadLetterSettings {
  return {
    path,
    index: "some-index",
    runId: "run-1",
    redact: (text) => text,
    now: () => Date.UTC(2026, 0, 1),
    ...more,
  };
}

const REJECTION: Rejection = {
  operation: { action: "index", id: "misp:a", event: "e", line: '{"a":"key=s3cret"}' },
  status: 400,
  type: "document_parsing_exception",
  reason: "failed to parse",
};

const DELETE: Rejection = {
  ...REJECTION,
  operation: { action: "delete", id: "misp:b", event: "e" },
};

async function inFolder(body: (path: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await body(`${folder}/dead.ndjson`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("appendDeadLetters() keeps operation, document and reason, a line each", async () => {
  await inFolder(async (path) => {
    await appendDeadLetters(settings(path), [REJECTION]);
    await appendDeadLetters(settings(path, { runId: "run-2" }), [DELETE]);
    const lines = (await Deno.readTextFile(path)).trimEnd().split("\n").map((one) =>
      JSON.parse(one)
    );
    const error = { status: 400, type: "document_parsing_exception", reason: "failed to parse" };
    const common = { "@timestamp": "2026-01-01T00:00:00.000Z", index: "some-index", error };
    assertEquals(lines, [
      {
        ...common,
        run_id: "run-1",
        operation: "index",
        id: "misp:a",
        document: { a: "key=s3cret" },
      },
      { ...common, run_id: "run-2", operation: "delete", id: "misp:b" },
    ]);
    if (Deno.build.os !== "windows") assertEquals((await Deno.stat(path)).mode! & 0o777, 0o600);
  });
});

Deno.test("appendDeadLetters() makes no file when nothing was rejected", async () => {
  await inFolder(async (path) => {
    await appendDeadLetters(settings(path), []);
    await assertRejects(() => Deno.stat(path), Deno.errors.NotFound);
  });
});

Deno.test("appendDeadLetters() takes secrets out", async () => {
  await inFolder(async (path) => {
    const redact = (text: string) => text.replaceAll("s3cret", "••••");
    await appendDeadLetters(settings(path, { redact }), [REJECTION]);
    const text = await Deno.readTextFile(path);
    assert(!text.includes("s3cret"));
    assertStringIncludes(text, "key=••••");
  });
});

Deno.test("appendDeadLetters() fails in its own way when the letters cannot be kept", async () => {
  await inFolder(async (path) => {
    const missing = settings(`${path}/no/such/folder`);
    const error = await assertRejects(
      () => appendDeadLetters(missing, [REJECTION, DELETE]),
      DeadLetterError,
    );
    assertStringIncludes(error.message, "Could not keep 2 rejected documents");
    assert(error.cause instanceof Error);
  });
});
