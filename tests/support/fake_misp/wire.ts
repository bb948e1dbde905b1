import type { ServerResponse } from "node:http";
import type { Answer } from "./answer.ts";
import { randomInteger } from "./random.ts";

/** An answer as bytes, and what becomes of the connection after the last of them. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
  /** Content-Length; undefined sends chunked. */
  readonly length?: number;
  readonly ending: "end" | "reset" | "stall";
}

const encoder = new TextEncoder();

export function toWire(answer: Answer): WireAnswer {
  const { status, headers, parts } = answer;
  if (!Array.isArray(parts)) return { status, headers, chunks: encoded(parts), ending: "end" };
  const chunks = parts.map((part: string) => encoder.encode(part));
  return { status, headers, chunks, length: sizeOf(chunks), ending: "end" };
}

function* encoded(parts: Iterable<string>): Generator<Uint8Array> {
  for (const part of parts) yield encoder.encode(part);
}

export function sizeOf(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0);
}

export interface SendOptions {
  /** Given: bodies go out chunked, in pieces of 1 to 8,192 bytes that cut characters in two. */
  readonly pieces: (() => number) | undefined;
  /** Aborted when the server closes, so that a stalled answer ends. */
  readonly closing: AbortSignal;
  readonly sent: (bytes: number) => void;
}

export async function send(
  response: ServerResponse,
  answer: WireAnswer,
  options: SendOptions,
): Promise<void> {
  const length = options.pieces === undefined ? answer.length : undefined;
  const framing = length === undefined ? {} : { "Content-Length": String(length) };
  response.writeHead(answer.status, { ...answer.headers, ...framing });
  for await (const chunk of answer.chunks) {
    for (const piece of cut(chunk, options.pieces)) {
      if (response.destroyed || response.socket?.destroyed) return;
      options.sent(piece.length);
      if (!response.write(piece)) await drained(response, options.closing);
    }
  }
  await finish(response, answer.ending, options.closing);
}

function* cut(chunk: Uint8Array, random: (() => number) | undefined): Generator<Uint8Array> {
  if (random === undefined) return yield chunk;
  for (let start = 0; start < chunk.length;) {
    const end = start + 1 + randomInteger(random, 8_192);
    yield chunk.subarray(start, end);
    start = end;
  }
}

/** Resolves when the response takes more, is gone, or the server closes. */
function drained(response: ServerResponse, closing: AbortSignal): Promise<void> {
  return eventOf(response, ["drain", "close"], closing);
}

async function finish(
  response: ServerResponse,
  ending: WireAnswer["ending"],
  closing: AbortSignal,
): Promise<void> {
  if (ending === "end") return void response.end();
  if (ending === "stall") await eventOf(response, ["close"], closing);
  // Not at once: what was written must still reach the client.
  response.socket?.destroySoon();
}

/** Waits for the client to go away or the server to close. */
export function untilGone(response: ServerResponse, closing: AbortSignal): Promise<void> {
  return eventOf(response, ["close"], closing);
}

function eventOf(
  response: ServerResponse,
  names: readonly string[],
  closing: AbortSignal,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (closing.aborted || response.destroyed || response.socket?.destroyed) return Promise.resolve();
  const done = () => {
    for (const name of names) response.off(name, done);
    closing.removeEventListener("abort", done);
    resolve();
  };
  for (const name of names) response.on(name, done);
  closing.addEventListener("abort", done);
  return promise;
}
