/** One cluster: its dialect, and requests to it, one attempt each or as many as it takes. */
import type { Context } from "../context.ts";
import { PATIENT, retrying, throwIfAborted } from "../retry.ts";
import type { Traffic } from "../sync/types.ts";
import { parseAnswer } from "./answer.ts";
import { withDeadline } from "./deadline.ts";
import { answerError, networkError, noProductError, withoutUserinfo } from "./failures.ts";
import { finishing } from "./finishing.ts";
import { type Dialect, type Flavour, flavourOf, NEUTRAL } from "./flavour.ts";
import { createSender, type HttpSender } from "./http.ts";
import type { JsonObject } from "./json.ts";
import { Nodes } from "./nodes.ts";
import type { ElasticAnswer, ElasticConnection, ElasticRequest } from "./request.ts";
import { authHeader, type ElasticSettings, hostOf } from "./settings.ts";
import { NO_TRAFFIC, sumOf } from "./traffic.ts";
import { wireRequest } from "./wire.ts";

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
  using opened = new DisposableStack();
  const sender = opened.use(await createSender(settings));
  const probe = new Session(sender, settings, context, NEUTRAL);
  const policy = settings.retry ?? PATIENT;
  const flavour = await retrying(context, `GET / on ${probe.hosts}`, policy, async () => {
    const answer = await probe.request({ method: "GET", path: "/" });
    const root = parseAnswer(`GET / on ${probe.hosts}`, answer);
    return flavourOf(probe.hosts, root, answer.headers);
  });
  const session = new Session(sender, settings, context, flavour, probe.traffic);
  return new ElasticClient(opened.move(), session, flavour, settings, context);
}

export class ElasticClient implements ElasticConnection, Disposable {
  readonly flavour: Flavour;
  readonly #connections: Disposable;
  readonly #session: Session;
  readonly #settings: ElasticSettings;
  readonly #context: ElasticContext;

  constructor(
    connections: Disposable,
    session: Session,
    flavour: Flavour,
    settings: ElasticSettings,
    context: ElasticContext,
  ) {
    this.flavour = flavour;
    this.#connections = connections;
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

  [Symbol.dispose](): void {
    this.#connections[Symbol.dispose]();
  }
}

/** Requests in one dialect, one attempt each. */
class Session {
  readonly hosts: string;
  readonly #sender: HttpSender;
  readonly #nodes: Nodes;
  readonly #settings: ElasticSettings;
  readonly #context: ElasticContext;
  readonly #dialect: Dialect;
  readonly #headers: Readonly<Record<string, string>>;
  #traffic: Traffic;

  constructor(
    sender: HttpSender,
    settings: ElasticSettings,
    context: ElasticContext,
    dialect: Dialect,
    traffic = NO_TRAFFIC,
  ) {
    this.hosts = settings.urls.map(hostOf).join(", ");
    this.#sender = sender;
    this.#nodes = new Nodes(settings.urls.map(withoutUserinfo), context.clock);
    this.#settings = settings;
    this.#context = context;
    this.#dialect = dialect;
    const authorization = authHeader(settings);
    this.#headers = {
      "user-agent": settings.userAgent,
      ...dialect.headers,
      ...(authorization === undefined ? {} : { authorization }),
    };
    this.#traffic = traffic;
  }

  get traffic(): Traffic {
    return this.#traffic;
  }

  async request(request: ElasticRequest): Promise<ElasticAnswer> {
    const signal = request.uninterrupted === true ? undefined : this.#context.signal;
    if (signal !== undefined) throwIfAborted(signal);
    const what = `${request.method} ${request.path} on ${this.hosts}`;
    const answer = await this.#send(what, request, signal);
    this.#count({ bytesRead: answer.body.length });
    if (answer.status >= 300) throw answerError(what, answer, this.#context.clock.now());
    const { productHeader } = this.#dialect;
    if (productHeader !== undefined && answer.headers["x-elastic-product"] !== productHeader) {
      throw noProductError(what);
    }
    return answer;
  }

  async #send(
    what: string,
    request: ElasticRequest,
    signal: AbortSignal | undefined,
  ): Promise<ElasticAnswer> {
    const { media } = this.#dialect;
    const { bytes, headers, ...rest } = await wireRequest(request, media, this.#settings);
    const wire = { ...rest, headers: { ...this.#headers, ...headers } };
    this.#count({ requests: 1, bytesWritten: bytes });
    const timeoutMs = Math.min(request.timeoutMs ?? Infinity, this.#settings.timeoutMs);
    const node = this.#nodes.next();
    try {
      const answer = await withDeadline(
        timeoutMs,
        signal,
        (signal) => this.#sender.send(node, wire, signal),
      );
      if (isAway(answer.status)) this.#nodes.failed(node);
      else this.#nodes.answered(node);
      return answer;
    } catch (error) {
      if (signal !== undefined) throwIfAborted(signal);
      this.#nodes.failed(node);
      throw networkError(what, error);
    }
  }

  #count(more: Partial<Traffic>): void {
    this.#traffic = sumOf(this.#traffic, { ...NO_TRAFFIC, ...more });
  }
}

/** A node that is not ready, or a proxy that cannot reach it. */
function isAway(status: number): boolean {
  return status === 502 || status === 503 || status === 504;
}
