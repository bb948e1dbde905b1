/**
 * The one place that knows the client library. It is loaded when a command needs it, for it costs
 * 90 ms of every start, and it is used for its connections only: repeating, batching and reading
 * answers are done here, where nothing is lost silently.
 */
import type { Client, ClientOptions } from "@elastic/elasticsearch";
import type { Context } from "../context.ts";
import { RequestError } from "../errors.ts";
import { PATIENT, retrying, throwIfAborted } from "../retry.ts";
import type { Traffic } from "../sync/types.ts";
import { parseAnswer } from "./answer.ts";
import { withDeadline } from "./deadline.ts";
import { answerError, networkError, withoutUserinfo } from "./failures.ts";
import { finishing } from "./finishing.ts";
import { type Dialect, type Flavour, flavourOf, type MediaTypes, NEUTRAL } from "./flavour.ts";
import type { JsonObject } from "./json.ts";
import type { ElasticAnswer, ElasticConnection, ElasticRequest } from "./request.ts";
import { authHeader, type ElasticSettings, hostOf } from "./settings.ts";
import { NO_TRAFFIC, sumOf } from "./traffic.ts";
import { answerOf, parametersOf } from "./wire.ts";

type Library = typeof import("@elastic/elasticsearch");

export type ElasticContext = Pick<Context, "clock" | "log" | "signal">;

/**
 * Connects and finds out who answers; the result must be disposed of.
 *
 * @throws RequestError when nobody answers in time, PreconditionError for a server not served.
 */
export async function connectElastic(
  settings: ElasticSettings,
  context: ElasticContext,
): Promise<ElasticClient> {
  const library = await import("@elastic/elasticsearch");
  await using probe = new Session(library, settings, context, NEUTRAL);
  const policy = settings.retry ?? PATIENT;
  const flavour = await retrying(context, `GET / on ${probe.hosts}`, policy, async () => {
    const answer = await probe.request({ method: "GET", path: "/" });
    const root = parseAnswer(`GET / on ${probe.hosts}`, answer);
    return flavourOf(probe.hosts, root, answer.headers);
  });
  const session = new Session(library, settings, context, flavour, probe.traffic);
  return new ElasticClient(session, flavour, settings, context);
}

export class ElasticClient implements ElasticConnection, AsyncDisposable {
  readonly flavour: Flavour;
  readonly #session: Session;
  readonly #settings: ElasticSettings;
  readonly #context: ElasticContext;

  constructor(
    session: Session,
    flavour: Flavour,
    settings: ElasticSettings,
    context: ElasticContext,
  ) {
    this.flavour = flavour;
    this.#session = session;
    this.#settings = settings;
    this.#context = context;
  }

  get traffic(): Traffic {
    return this.#session.traffic;
  }

  request(request: ElasticRequest): Promise<ElasticAnswer> {
    return this.#session.request(request);
  }

  ask(request: ElasticRequest): Promise<JsonObject> {
    const what = `${request.method} ${request.path} on ${this.#session.hosts}`;
    const repeating = request.uninterrupted === true ? finishing : retrying;
    return repeating(
      this.#context,
      what,
      this.#settings.retry ?? PATIENT,
      async () => parseAnswer(what, await this.#session.request(request)),
    );
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#session[Symbol.asyncDispose]();
  }
}

/** Requests in one dialect, one attempt each. */
class Session implements AsyncDisposable {
  readonly hosts: string;
  readonly #library: Library;
  readonly #client: Client;
  readonly #context: ElasticContext;
  readonly #timeoutMs: number;
  readonly #media: MediaTypes;
  readonly #gzip: boolean;
  #traffic: Traffic;

  constructor(
    library: Library,
    settings: ElasticSettings,
    context: ElasticContext,
    dialect: Dialect,
    traffic = NO_TRAFFIC,
  ) {
    this.hosts = settings.urls.map(hostOf).join(", ");
    this.#library = library;
    this.#client = new library.Client(clientOptions(library, settings, dialect));
    this.#context = context;
    this.#timeoutMs = settings.timeoutMs;
    this.#media = dialect.media;
    this.#gzip = settings.compression;
    this.#traffic = traffic;
  }

  get traffic(): Traffic {
    return this.#traffic;
  }

  async request(request: ElasticRequest): Promise<ElasticAnswer> {
    const signal = request.uninterrupted === true ? undefined : this.#context.signal;
    if (signal !== undefined) throwIfAborted(signal);
    const what = `${request.method} ${request.path} on ${this.hosts}`;
    let answer: ElasticAnswer;
    try {
      answer = await this.#send(request, signal);
    } catch (error) {
      if (signal !== undefined) throwIfAborted(signal);
      throw this.#failure(what, error);
    }
    this.#count({ bytesRead: answer.body.length });
    if (answer.status < 300) return answer;
    throw answerError(what, answer, this.#context.clock.now());
  }

  async #send(request: ElasticRequest, signal: AbortSignal | undefined): Promise<ElasticAnswer> {
    const { bytes, headers, parameters } = await parametersOf(request, this.#media, this.#gzip);
    this.#count({ requests: 1, bytesWritten: bytes });
    const timeoutMs = Math.min(request.timeoutMs ?? this.#timeoutMs, this.#timeoutMs);
    try {
      return answerOf(
        await withDeadline(
          timeoutMs,
          signal,
          (signal) =>
            this.#client.transport.request<unknown>(parameters, { meta: true, headers, signal }),
        ),
      );
    } catch (error) {
      if (error instanceof this.#library.errors.ResponseError) return answerOf(error.meta);
      throw error;
    }
  }

  #count(more: Partial<Traffic>): void {
    this.#traffic = sumOf(this.#traffic, { ...NO_TRAFFIC, ...more });
  }

  /** The library's own errors hold the whole request and answer: only their text goes on. */
  #failure(what: string, error: unknown): Error {
    if (error instanceof this.#library.errors.ProductNotSupportedError) {
      return new RequestError(
        `${what} was answered without the header "x-elastic-product": something between here and ` +
          "Elasticsearch answered instead of it",
        { kind: "malformed" },
      );
    }
    const text = error instanceof Error ? error.message : String(error);
    return networkError(what, new Error(withoutUserinfo(text)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.close();
  }
}

function clientOptions(
  library: Library,
  settings: ElasticSettings,
  dialect: Dialect,
): ClientOptions {
  const authorization = authHeader(settings);
  return {
    nodes: [...new Set(settings.urls.map((url) => withoutUserinfo(url)))],
    // The library's default connection throws on a proxy.
    ...(settings.proxy === undefined
      ? { Connection: library.UndiciConnection }
      : { Connection: library.HttpConnection, proxy: settings.proxy }),
    Transport: transportFor(library, dialect),
    Serializer: verbatimSerializer(library),
    maxRetries: 0,
    requestTimeout: settings.timeoutMs,
    enableMetaHeader: false,
    // An error would hold a copy of the request, with an object's entry for each byte of its body;
    // and of an error only its text goes on.
    redaction: { type: "off" },
    headers: {
      "user-agent": settings.userAgent,
      ...dialect.headers,
      ...(settings.compression ? { "accept-encoding": "gzip" } : {}),
      ...(authorization === undefined ? {} : { authorization }),
    },
    tls: {
      rejectUnauthorized: !settings.insecureSkipTlsVerification,
      ...(settings.certificateAuthority === undefined ? {} : { ca: settings.certificateAuthority }),
      ...(settings.clientCertificate === undefined ? {} : {
        cert: settings.clientCertificate.certificate,
        key: settings.clientCertificate.key.reveal(),
      }),
    },
  };
}

/** Media types and product check by dialect: the library's own serve one server only. */
function transportFor(library: Library, dialect: Dialect): Library["Transport"] {
  const { json, ndjson } = dialect.media;
  return class extends library.Transport {
    constructor({ productCheck: _, ...options }: ConstructorParameters<Library["Transport"]>[0]) {
      super({
        ...options,
        ...(dialect.productHeader === undefined ? {} : { productCheck: dialect.productHeader }),
        vendoredHeaders: { jsonContentType: json, ndjsonContentType: ndjson, accept: json },
        openTelemetry: { enabled: false },
      });
    }
  };
}

/** Leaves answers as text: each is parsed once, by who reads it. */
function verbatimSerializer(library: Library): Library["Serializer"] {
  return class extends library.Serializer {
    constructor(options?: ConstructorParameters<Library["Serializer"]>[0]) {
      super(options);
      // An assignment, for the method's type promises whatever its caller wishes for.
      Reflect.set(this, "deserialize", (text: string) => text);
    }
  };
}
