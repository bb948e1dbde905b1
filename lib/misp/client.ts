/** The MISP REST client: the exact header pair, retries, deadlines, errors that say what to do. */
import type { Context } from "../context.ts";
import { RequestError } from "../errors.ts";
import { PATIENT, retrying, type RetryPolicy, throwIfAborted } from "../retry.ts";
import type { Traffic } from "../sync/types.ts";
import { chunksOf } from "./body.ts";
import {
  decodeUtf8,
  type ElementGroup,
  elementsOf,
  groupsOf,
  MalformedAnswer,
  parseJson,
} from "./elements.ts";
import { BufferPool } from "./group_buffer.ts";
import { createHttpClient, type HttpClient, type HttpSettings, SilenceTimer } from "./http.ts";
import { networkError, notJsonError, refusalError } from "./refusals.ts";

export interface MispSettings extends HttpSettings {
  /** Base URL, a path prefix allowed, without a slash at the end. */
  readonly url: string;
  /** Revealed only here, into the header of a request; a feed needs none. */
  readonly apiKey?: { reveal(): string } | undefined;
  /** Longest silence of the server, in milliseconds. */
  readonly timeoutMs: number;
  readonly userAgent: string;
  /** Epoch milliseconds after which nothing is waited for. */
  readonly deadline?: number | undefined;
}

export interface MispRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
  /** Attempts after an answer that may be too heavy for the server (500, timeout, cut off). */
  readonly heavyAttempts?: number;
}

/** An answer being read, once: as the elements of its list, parsed or as they came, or whole. */
export interface MispAnswer {
  readonly headers: Headers;
  readonly elements: AsyncIterable<unknown[]>;
  readonly groups: AsyncIterable<ElementGroup>;
  /** Of the groups' buffers. */
  readonly buffers: BufferPool;
  text(): Promise<string>;
  json(): Promise<unknown>;
}

/** How much of a body that is no JSON is kept to tell what it is. */
const SNIPPET_BYTES = 2048;

export class MispClient implements Disposable {
  readonly #context: Context;
  readonly #settings: MispSettings;
  readonly #http: HttpClient;
  readonly #buffers = new BufferPool();
  readonly #traffic = { requests: 0, bytesRead: 0, bytesWritten: 0 };

  constructor(context: Context, settings: MispSettings) {
    this.#context = context;
    this.#settings = settings;
    this.#http = createHttpClient(context, settings);
  }

  get traffic(): Traffic {
    return this.#traffic;
  }

  /**
   * Makes the request and hands the answer to `read`, again from the start after a failure: what
   * `read` returns must not be used before it has returned.
   *
   * @throws {RequestError} naming the request, what came back and what to do.
   */
  request<T>(request: MispRequest, read: (answer: MispAnswer) => Promise<T>): Promise<T> {
    const what = `${request.method} ${this.#settings.url}${request.path}`;
    return retrying(
      this.#context,
      what,
      this.#policy(request),
      () => this.#attempt(what, request, read),
    );
  }

  [Symbol.dispose](): void {
    this.#http[Symbol.dispose]();
  }

  #policy(request: MispRequest): RetryPolicy {
    return {
      ...PATIENT,
      heavyAttempts: request.heavyAttempts ?? PATIENT.attempts,
      deadline: this.#settings.deadline,
    };
  }

  async #attempt<T>(
    what: string,
    request: MispRequest,
    read: (answer: MispAnswer) => Promise<T>,
  ): Promise<T> {
    using silence = new SilenceTimer(this.#settings.timeoutMs);
    const signal = AbortSignal.any([this.#context.signal, silence.signal]);
    try {
      const response = await this.#send(request, signal);
      const bytes = this.#bytesOf(response, silence);
      if (response.status !== 200) {
        const body = await beginning(bytes);
        throw refusalError({ what, ...statusOf(response), body }, this.#context.clock.now());
      }
      return await this.#read(what, response.headers, bytes, read);
    } catch (error) {
      throwIfAborted(this.#context.signal);
      throw this.#asRequestError(what, error);
    }
  }

  /** Both headers exactly so: MISP ignores a body without this content type and sends everything. */
  #send(request: MispRequest, signal: AbortSignal): Promise<Response> {
    const { apiKey } = this.#settings;
    const body = request.body === undefined ? undefined : JSON.stringify(request.body);
    this.#traffic.requests++;
    this.#traffic.bytesWritten += body?.length ?? 0;
    return this.#http.fetch(this.#settings.url + request.path, {
      method: request.method,
      signal,
      headers: {
        "Accept": "application/json",
        "Content-Type": "application/json",
        "User-Agent": this.#settings.userAgent,
        ...(apiKey === undefined ? {} : { "Authorization": apiKey.reveal() }),
      },
      ...(body === undefined ? {} : { body }),
    });
  }

  async #read<T>(
    what: string,
    headers: Headers,
    bytes: AsyncIterable<Uint8Array>,
    read: (answer: MispAnswer) => Promise<T>,
  ): Promise<T> {
    const snippet = new Snippet(bytes);
    const whole = () => new Response(ReadableStream.from(copies(snippet)));
    try {
      return await read({
        headers,
        elements: elementsOf(snippet),
        groups: groupsOf(snippet, this.#buffers),
        buffers: this.#buffers,
        text: () => whole().text(),
        json: async () => parseJson(decodeUtf8(await whole().bytes()), "as a whole"),
      });
    } catch (error) {
      if (!(error instanceof MalformedAnswer)) throw error;
      throw notJsonError(what, snippet.text, error);
    }
  }

  async *#bytesOf(response: Response, silence: SilenceTimer): AsyncGenerator<Uint8Array> {
    silence.touch();
    if (response.body === null) return;
    for await (const chunk of chunksOf(response.body)) {
      silence.touch();
      this.#traffic.bytesRead += chunk.length;
      yield chunk;
    }
  }

  #asRequestError(what: string, error: unknown): RequestError {
    if (error instanceof RequestError) return error;
    if (error instanceof DOMException && error.name === "TimeoutError") {
      const seconds = this.#settings.timeoutMs / 1000;
      return new RequestError(
        `${what} had no answer for ${seconds} s: raise misp.timeout or lower ` +
          "misp.attributes_per_request",
        { kind: "too_large", cause: error },
      );
    }
    return networkError(what, error);
  }
}

/** For those who keep what they are given. */
async function* copies(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield chunk.slice();
}

function statusOf(response: Response): { status: number; headers: Headers } {
  return { status: response.status, headers: response.headers };
}

async function beginning(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const snippet = new Snippet(bytes);
  for await (const _ of snippet) if (snippet.full) break;
  return snippet.text;
}

/** Passes bytes on and remembers the first of them. */
class Snippet implements AsyncIterable<Uint8Array> {
  readonly #bytes: AsyncIterable<Uint8Array>;
  readonly #kept = new Uint8Array(SNIPPET_BYTES);
  #size = 0;

  constructor(bytes: AsyncIterable<Uint8Array>) {
    this.#bytes = bytes;
  }

  get full(): boolean {
    return this.#size === SNIPPET_BYTES;
  }

  get text(): string {
    return new TextDecoder().decode(this.#kept.subarray(0, this.#size));
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.#bytes) {
      if (!this.full) {
        const part = chunk.subarray(0, SNIPPET_BYTES - this.#size);
        this.#kept.set(part, this.#size);
        this.#size += part.length;
      }
      yield chunk;
    }
  }
}
