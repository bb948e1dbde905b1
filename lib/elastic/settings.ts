/** What is needed to reach an Elasticsearch or OpenSearch; `lib/config` fills it in. */
import type { RetryPolicy } from "../retry.ts";

/** A value that is shown nowhere; only the client asks for it. */
export interface Secret {
  reveal(): string;
}

export type ElasticAuth =
  | { readonly kind: "none" }
  | { readonly kind: "api_key"; readonly apiKey: Secret }
  | { readonly kind: "basic"; readonly username: string; readonly password: Secret };

export interface ElasticSettings {
  /** One or more nodes of the same cluster; requests go to them in turn. */
  readonly urls: readonly string[];
  readonly auth: ElasticAuth;
  /** Text of a PEM file with the certificate authorities to trust. */
  readonly certificateAuthority?: string | undefined;
  /** Text of PEM files. */
  readonly clientCertificate?:
    | { readonly certificate: string; readonly key: Secret }
    | undefined;
  /** `http://user:password@host:port`; the credentials go to the proxy only. */
  readonly proxy?: string | undefined;
  /** Longest time for one request, from connecting to the end of its answer. */
  readonly timeoutMs: number;
  /** Sends and asks for gzip: less traffic for more CPU. */
  readonly compression: boolean;
  readonly insecureSkipTlsVerification: boolean;
  /** `ti-misp/<version>`. */
  readonly userAgent: string;
  /** For requests that failed but may succeed; `PATIENT` unless given. */
  readonly retry?: RetryPolicy | undefined;
}

/** The address in messages: no credentials, no path. */
export function hostOf(url: string): string {
  return new URL(url).origin;
}

/** Credentials in the URL serve when no others are given. */
export function authHeader(
  { auth, urls }: Pick<ElasticSettings, "auth" | "urls">,
): string | undefined {
  switch (auth.kind) {
    case "api_key": {
      const key = auth.apiKey.reveal();
      // The API gives both forms: `id:api_key`, and that in base64 as `encoded`.
      return `ApiKey ${key.includes(":") ? base64(key) : key}`;
    }
    case "basic":
      return `Basic ${base64(`${auth.username}:${auth.password.reveal()}`)}`;
    case "none": {
      const url = urls.map((url) => new URL(url)).find((url) => url.username !== "");
      return url === undefined
        ? undefined
        : `Basic ${base64(decodeURIComponent(`${url.username}:${url.password}`))}`;
    }
  }
}

function base64(text: string): string {
  return new TextEncoder().encode(text).toBase64();
}
