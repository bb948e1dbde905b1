/** As much of Kibana's API as is used, in memory: what its documentation says, never its code. */

interface StoredObject {
  readonly type: string;
  readonly id: string;
  readonly attributes: Record<string, unknown>;
}

export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
}

export class FakeKibana implements AsyncDisposable {
  readonly objects = new Map<string, StoredObject>();
  readonly rules = new Map<string, Record<string, unknown>>();
  readonly requests: ReceivedRequest[] = [];
  /** Answers instead, when set. */
  fault: (() => Response) | undefined;
  /** Errors that an import gives for some objects. */
  importErrors: readonly unknown[] = [];
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #prefix: string;

  constructor(space = "default") {
    this.#prefix = space === "default" ? "" : `/s/${space}`;
    this.#server = Deno.serve(
      { port: 0, hostname: "127.0.0.1", onListen: () => {} },
      (request) => this.#answer(request),
    );
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}`;
  }

  async #answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const { method, headers } = request;
    this.requests.push({ method, path: `${url.pathname}${url.search}`, headers });
    const body = await request.text();
    if (this.fault !== undefined) return this.fault();
    if (headers.get("kbn-xsrf") === null && method !== "GET") return refusal(400, "no kbn-xsrf");
    if (!url.pathname.startsWith(`${this.#prefix}/api/`)) return refusal(404, "Not Found");
    const path = url.pathname.slice(this.#prefix.length);
    switch (`${method} ${path}`) {
      case "POST /api/saved_objects/_export":
        return this.#export(JSON.parse(body));
      case "POST /api/saved_objects/_import":
        return this.#import(linesOf(headers, body), url.searchParams.get("overwrite") === "true");
      case "POST /api/detection_engine/rules/_import":
        return this.#importRules(linesOf(headers, body));
      case "GET /api/detection_engine/rules":
        return this.#rule(url.searchParams.get("rule_id") ?? "");
      case "DELETE /api/detection_engine/rules":
        return this.rules.delete(url.searchParams.get("rule_id") ?? "")
          ? Response.json({})
          : refusal(404, "rule not found");
      default:
        return this.#remove(method, path);
    }
  }

  #export({ objects }: { objects: { type: string; id: string }[] }): Response {
    const found = objects.map(({ type, id }) => this.objects.get(`${type}/${id}`));
    if (found.includes(undefined)) return refusal(400, "Error fetching objects to export");
    return new Response(found.map((object) => JSON.stringify(object)).join("\n"));
  }

  #import(objects: readonly StoredObject[], overwrite: boolean): Response {
    const errors: unknown[] = [...this.importErrors];
    for (const object of objects) {
      const key = `${object.type}/${object.id}`;
      if (this.objects.has(key) && !overwrite) {
        errors.push({ id: object.id, error: { type: "conflict" } });
      } else this.objects.set(key, object);
    }
    return Response.json({ success: errors.length === 0, errors });
  }

  #importRules(rules: readonly { rule_id: string }[]): Response {
    const errors: unknown[] = [...this.importErrors];
    for (const rule of rules) {
      if (this.rules.has(rule.rule_id)) {
        errors.push({ rule_id: rule.rule_id, error: { status_code: 409 } });
      } else this.rules.set(rule.rule_id, { ...rule });
    }
    return Response.json({ success: errors.length === 0, errors });
  }

  #rule(id: string): Response {
    const rule = this.rules.get(id);
    return rule === undefined ? refusal(404, "rule not found") : Response.json(rule);
  }

  #remove(method: string, path: string): Response {
    const key = path.replace("/api/saved_objects/", "");
    return method === "DELETE" && this.objects.delete(key)
      ? Response.json({})
      : refusal(404, "Not Found");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}

function refusal(status: number, message: string): Response {
  return Response.json({ statusCode: status, message }, { status });
}

/** The lines of the file in a form. */
// deno-lint-ignore no-explicit-any -- whatever was sent
function linesOf(headers: Headers, body: string): any[] {
  const [, boundary] =
    /^multipart\/form-data; boundary=(.+)$/.exec(headers.get("content-type") ?? "") ?? [];
  const [, part = ""] = body.split(`--${boundary}\r\n`);
  const [head = "", text = ""] = part.split("\r\n\r\n");
  if (!/name="file"; filename="[^"]+\.ndjson"/.test(head)) return [];
  return text.split(`\r\n--${boundary}--`, 1).join().split("\n").filter((line) =>
    line.trim() !== ""
  )
    .map((line) => JSON.parse(line));
}
