/** Sends `_bulk` lines from a file and looks at nothing but whether all were taken. */
import { parseArgs } from "node:util";

const LINE_FEED = 10;

/** Parts of the file that hold whole operations: an action line and a document each. */
function* bodiesOf(lines: Uint8Array<ArrayBuffer>, bytes: number) {
  let start = 0;
  for (let at = 0; at < lines.length;) {
    const end = lines.indexOf(LINE_FEED, lines.indexOf(LINE_FEED, at) + 1) + 1;
    if (end - start > bytes && at > start) {
      yield lines.subarray(start, at);
      start = at;
    }
    at = end;
  }
  yield lines.subarray(start);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      url: { type: "string", default: "" },
      file: { type: "string", default: "" },
      bytes: { type: "string", default: "1000000" },
      concurrency: { type: "string", default: "3" },
    },
  });
  const bodies = bodiesOf(await Deno.readFile(values.file), Number(values.bytes));
  async function work(): Promise<void> {
    for (const body of bodies) {
      const answer = await fetch(
        `${values.url}/_bulk?filter_path=errors,items.*._id,items.*.status`,
        {
          method: "POST",
          headers: { "content-type": "application/x-ndjson" },
          body,
        },
      );
      const text = await answer.text();
      if (!text.startsWith('{"errors":false')) throw new Error(text.slice(0, 500));
    }
  }
  await Promise.all(Array.from({ length: Number(values.concurrency) }, work));
}

if (import.meta.main) await main();
