/** How requests reach MISP: certificates, proxy, and a deadline on silence. */
import { request as httpsRequest } from "node:https";
import type { Context } from "../context.ts";

export interface HttpSettings {
  /** Text of a PEM file with certificate authorities, beside those the system knows. */
  readonly certificateAuthority?: string | undefined;
  readonly clientCertificate?: { readonly certificate: string; readonly key: string } | undefined;
  /** `http://user:password@host:port`; the credentials go to the proxy only. */
  readonly proxy?: string | undefined;
  readonly insecureSkipTlsVerification?: boolean | undefined;
}

/** `fetch` with the settings in force, and the sockets to close at the end. */
export interface HttpClient extends Disposable {
  fetch(url: string, init: RequestInit): Promise<Response>;
}

function proxyOf(proxy: string): Deno.Proxy {
  const url = new URL(proxy);
  const { username, password } = url;
  url.username = "";
  url.password = "";
  if (username === "") return { url: url.href };
  return {
    url: url.href,
    basicAuth: { username: decodeURIComponent(username), password: decodeURIComponent(password) },
  };
}

/** A client for one MISP; it keeps its connections until it is disposed of. */
export function createHttpClient(
  context: Pick<Context, "fetch">,
  settings: HttpSettings,
): HttpClient {
  if (settings.insecureSkipTlsVerification === true) return unverifiedClient(context, settings);
  const client = Deno.createHttpClient({
    ...(settings.certificateAuthority === undefined
      ? {}
      : { caCerts: [settings.certificateAuthority] }),
    ...(settings.proxy === undefined ? {} : { proxy: proxyOf(settings.proxy) }),
    ...(settings.clientCertificate === undefined
      ? {}
      : { cert: settings.clientCertificate.certificate, key: settings.clientCertificate.key }),
  });
  return {
    fetch: (url, init) => context.fetch(url, { ...init, client, redirect: "manual" }),
    [Symbol.dispose]: () => client.close(),
  };
}

/**
 * Deno's own `fetch` cannot leave out verification; `node:https` can, but not through a proxy.
 *
 * @throws when a proxy is set, too.
 */
function unverifiedClient(
  context: Pick<Context, "fetch">,
  { clientCertificate, proxy }: HttpSettings,
): HttpClient {
  if (proxy !== undefined) {
    throw new TypeError(
      "misp.insecure_skip_tls_verification cannot go with misp.proxy: set ca_file",
    );
  }
  const identity = clientCertificate === undefined
    ? {}
    : { cert: clientCertificate.certificate, key: clientCertificate.key };
  return {
    fetch: (url, init) =>
      url.startsWith("http:")
        ? context.fetch(url, { ...init, redirect: "manual" })
        : new Promise((resolve, reject) => {
          const request = httpsRequest(url, {
            method: init.method ?? "GET",
            headers: Object.fromEntries(new Headers(init.headers)),
            rejectUnauthorized: false,
            ...identity,
            ...(init.signal ? { signal: init.signal } : {}),
          }, (message) => {
            const headers = new Headers();
            for (const [name, value] of Object.entries(message.headers)) {
              for (const one of [value ?? []].flat()) headers.append(name, one);
            }
            const status = message.statusCode ?? 500;
            resolve(new Response(ReadableStream.from(message), { status, headers }));
          });
          request.on("error", reject);
          request.end(typeof init.body === "string" ? init.body : undefined);
        }),
    [Symbol.dispose]: () => {},
  };
}

/**
 * Gives up when nothing happens for `ms`: `touch` says that something did. The signal's reason is
 * a `TimeoutError`, so that a stalled answer and a slow one are told apart.
 */
export class SilenceTimer implements Disposable {
  readonly #controller = new AbortController();
  readonly #ms: number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ms: number) {
    this.#ms = ms;
    this.touch();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  touch(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => this.#controller.abort(new DOMException("No byte came in time", "TimeoutError")),
      this.#ms,
    );
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
