/** Requests to Kibana's API, in one space. */
import type { Context } from "../context.ts";
import { RequestError, type RequestErrorKind } from "../errors.ts";
import { isObject, type JsonObject, type JsonValue, textAt } from "../elastic/json.ts";
import { createHttpClient, type HttpClient, type HttpSettings } from "../misp/http.ts";
import { PATIENT, retrying, type RetryPolicy } from "../retry.ts";

export interface KibanaSettings extends HttpSettings {
  readonly url: string;
  readonly space: string;
  /** Value of the header `Authorization`; shown nowhere. */
  readonly authorization: string | undefined;
  readonly timeoutMs: number;
  readonly userAgent: string;
  readonly retry?: RetryPolicy | undefined;
}

export interface KibanaRequest {
  readonly method: "GET" | "POST" | "DELETE";
  /** Below the space: `/api/…`. */
  readonly path: string;
  readonly body?: JsonObject | undefined;
  /** Sent as a file of a form. */
  readonly file?: { readonly name: string; readonly text: string } | undefined;
}

const KINDS: Readonly<Record<number, RequestErrorKind>> = {
  401: "unauthorised",
  403: "unauthorised",
  404: "missing",
  429: "unavailable",
};

const ADVICE: Readonly<Partial<Record<RequestErrorKind, string>>> = {
  unauthorised: "check kibana.api_key and what its owner may do in this space",
  missing: "check kibana.url and kibana.space",
  unavailable: "Kibana, or a proxy before it, is not ready",
};

export class KibanaClient implements Disposable {
  readonly #http: HttpClient;
  readonly #settings: KibanaSettings;
  readonly #context: Pick<Context, "clock" | "fetch" | "log" | "signal">;

  constructor(
    context: Pick<Context, "clock" | "fetch" | "log" | "signal">,
    settings: KibanaSettings,
  ) {
    this.#http = createHttpClient(context, settings);
    this.#settings = settings;
    this.#context = context;
  }

  /** The answer as text; throws a `RequestError` for every answer that is not 2xx. */
  ask(request: KibanaRequest): Promise<string> {
    const what = `${request.method} ${request.path} on ${new URL(this.#settings.url).origin}`;
    const policy = this.#settings.retry ?? PATIENT;
    return retrying(this.#context, what, policy, () => this.#send(what, request));
  }

  async #send(what: string, request: KibanaRequest): Promise<string> {
    const { url, space, timeoutMs } = this.#settings;
    const place = space === "default" ? "" : `/s/${space}`;
    const timeout = AbortSignal.timeout(timeoutMs);
    let response: Response;
    let text: string;
    try {
      response = await this.#http.fetch(`${url}${place}${request.path}`, {
        method: request.method,
        ...this.#content(request),
        signal: AbortSignal.any([timeout, this.#context.signal]),
      });
      text = await response.text();
    } catch (error) {
      this.#context.signal.throwIfAborted();
      throw new RequestError(`${what} failed: is kibana.url right, and does Kibana run?`, {
        kind: "unavailable",
        cause: error,
      });
    }
    if (response.ok) return text;
    throw answerError(what, response.status, text);
  }

  #content({ body, file }: KibanaRequest): Pick<RequestInit, "headers" | "body"> {
    const { authorization, userAgent } = this.#settings;
    const headers = {
      "kbn-xsrf": "ti-misp",
      "user-agent": userAgent,
      ...(authorization === undefined ? {} : { authorization }),
    };
    if (file !== undefined) {
      const type = `multipart/form-data; boundary=${BOUNDARY}`;
      return { headers: { ...headers, "content-type": type }, body: formOf(file) };
    }
    if (body === undefined) return { headers };
    return {
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify(body),
    };
  }

  [Symbol.dispose](): void {
    this.#http[Symbol.dispose]();
  }
}

/** NDJSON has no line that begins so. */
const BOUNDARY = "ti-misp-import";

function formOf({ name, text }: { readonly name: string; readonly text: string }): string {
  return [
    `--${BOUNDARY}`,
    `Content-Disposition: form-data; name="file"; filename="${name}"`,
    "Content-Type: application/ndjson",
    "",
    text,
    `--${BOUNDARY}--`,
    "",
  ].join("\r\n");
}

function answerError(what: string, status: number, text: string): RequestError {
  const kind = KINDS[status] ?? (status >= 500 ? "unavailable" : "refused");
  const message = textAt(parsed(text), "message") ?? "no reason";
  const advice = ADVICE[kind];
  return new RequestError(
    `${what} was answered with ${status} and "${message.slice(0, 400)}"` +
      (advice === undefined ? "" : `: ${advice}`),
    { kind, status },
  );
}

function parsed(text: string): JsonObject {
  try {
    const value: JsonValue = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
