import type { AnswerChange, Fault, FaultOutcome } from "./fault.ts";
import type { MispRequest } from "./request.ts";
import { sizeOf, type WireAnswer } from "./wire.ts";

/** An answer of its own, JSON unless the headers say otherwise. */
export function status(
  code: number,
  body: unknown = { name: `Error ${code}`, message: `Error ${code}`, url: "/" },
  headers: Record<string, string> = {},
): Fault {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const all = { "Content-Type": "application/json; charset=UTF-8", ...headers };
  return () =>
    new Response([204, 304].includes(code) ? null : text, { status: code, headers: all });
}

/** The page of a proxy or of a login form where JSON was wanted. */
export function html(code = 502, title = "502 Bad Gateway"): Fault {
  const page =
    `<html>\r\n<head><title>${title}</title></head>\r\n<body>${title}</body>\r\n</html>\r\n`;
  return status(code, page, { "Content-Type": "text/html" });
}

/**
 * The connection is closed before any answer. Deno's `fetch` then sends the request once more by itself, a
 * POST too: only two resets in a row reach the caller as an error.
 */
export function reset(): Fault {
  return () => "reset";
}

/** No answer until the client gives up. */
export function stall(): Fault {
  return () => "stall";
}

/** The right answer, after a while. */
export function slow(milliseconds: number): Fault {
  return async () => {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    return undefined;
  };
}

/** A complete answer as far as HTTP goes, but its text stops after so many bytes. */
export function truncatedAt(bytes: number): Fault {
  return changed(async (answer) => {
    const chunks = await head(answer, bytes);
    return { ...answer, chunks, length: sizeOf(chunks) };
  });
}

/** So many bytes of the right answer, then the connection is closed. */
export function resetMidBody(bytes = 100): Fault {
  return changed(async (answer) => ({
    ...answer,
    chunks: await head(answer, bytes),
    ending: "reset",
  }));
}

/** So many bytes of the right answer, then silence until the client gives up. */
export function stallMidBody(bytes = 100): Fault {
  return changed(async (answer) => ({
    ...answer,
    chunks: await head(answer, bytes),
    ending: "stall",
  }));
}

export function changed(change: AnswerChange): Fault {
  return () => change;
}

async function head(answer: WireAnswer, bytes: number): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  let left = bytes;
  for await (const chunk of answer.chunks) {
    if (left <= 0) break;
    chunks.push(chunk.subarray(0, left));
    left -= chunk.length;
  }
  return chunks;
}

/** The fault on the requests that match, none on others. `n` counts all requests, from 1. */
export function when(matches: (request: MispRequest, n: number) => boolean, fault: Fault): Fault {
  return (request, n) => matches(request, n) ? fault(request, n) : undefined;
}

/** On requests to this path only (`/attributes/restSearch`). */
export function onPath(path: string, fault: Fault): Fault {
  return when((request) => request.path === path, fault);
}

/** On the n-th request only, counted from 1 over all paths. */
export function onRequest(n: number, fault: Fault): Fault {
  return when((_request, running) => running === n, fault);
}

/** The first so many times it is asked, then never again. Put it inside `onPath` to count one path's. */
export function times(count: number, fault: Fault): Fault {
  let left = count;
  return (request, n) => left-- > 0 ? fault(request, n) : undefined;
}

/** The first of the faults that has something to say. */
export function firstOf(...faults: readonly Fault[]): Fault {
  return async (request, n): Promise<FaultOutcome> => {
    for (const fault of faults) {
      const outcome = await fault(request, n);
      if (outcome !== undefined) return outcome;
    }
    return undefined;
  };
}
