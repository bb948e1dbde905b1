/** A loopback MISP and a namespace of a real Elasticsearch, joined by the program. */
import { assert, assertEquals } from "@std/assert";
import { generate, type GenerateOptions } from "../support/fake_misp/generate.ts";
import { MispModel } from "../support/fake_misp/model.ts";
import { FakeMisp } from "../support/fake_misp/server.ts";
import { runInProcess } from "./in_process.ts";
import { type Outcome, runProgram } from "./program.ts";

export interface LabOptions extends Partial<GenerateOptions> {
  /** URL of the engine. */
  readonly engine: string;
  /** Epoch milliseconds; the present moment unless given. */
  readonly now?: number;
}

export interface Summary {
  readonly exit_code: number;
  readonly outcome: string;
  readonly error?: string;
  readonly events: Readonly<Record<string, number>>;
  readonly attributes: { readonly read: number; readonly wanted: number };
  readonly documents: Readonly<Record<string, number>>;
  readonly requests: { readonly misp: number; readonly elasticsearch: number };
}

export interface StoredDocument {
  readonly _id: string;
  readonly _source: { readonly misp: { readonly attribute: Record<string, unknown> } };
}

let labs = 0;

export class Lab implements AsyncDisposable {
  readonly misp: FakeMisp;
  readonly engine: string;
  readonly namespace: string;
  readonly directory: string;
  /** Epoch milliseconds. */
  now: number;

  private constructor(misp: FakeMisp, engine: string, now: number, directory: string) {
    this.misp = misp;
    this.engine = engine;
    this.now = now;
    this.directory = directory;
    this.namespace = `t${Deno.pid}_${Date.now().toString(36)}_${++labs}`;
  }

  static async start(options: LabOptions): Promise<Lab> {
    const now = options.now ?? Date.now();
    const clock = { now: () => Math.floor(lab.now / 1000) };
    const model = new MispModel({ now: () => Math.floor(now / 1000) }, 11);
    generate(model, { events: 10, attributes: 20, old: 0, ...options });
    const misp = await FakeMisp.start({ model });
    const lab = new Lab(misp, options.engine, now, await Deno.makeTempDir({ prefix: "ti-misp-" }));
    Object.defineProperty(model.store, "clock", { value: clock });
    await lab.run(["install-assets"]);
    return lab;
  }

  get model() {
    return this.misp.model;
  }

  get env(): Record<string, string> {
    return {
      MISP_URL: this.misp.url,
      MISP_API_KEY: this.misp.key,
      ELASTICSEARCH_URL: this.engine,
      TI_MISP_ELASTICSEARCH_NAMESPACE: this.namespace,
      TI_MISP_ELASTICSEARCH_INSTANCE: "lab",
      TI_MISP_EXPIRE_DECAY: "off",
      TI_MISP_RUN_DEAD_LETTERS: `${this.directory}/dead-letters.ndjson`,
    };
  }

  get index(): string {
    return `logs-ti_misp_latest.dest_threat_attributes-${this.namespace}`;
  }

  get stateIndex(): string {
    return `ti-misp-state-${this.namespace}`;
  }

  async run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
    return await runInProcess(args, { env: { ...this.env, ...env }, now: this.now });
  }

  /** A run whose summary is looked at. */
  async sync(...args: readonly string[]): Promise<Summary> {
    const { stdout, stderr } = await this.run(["sync-attributes", "--json", ...args]);
    assert(stdout.startsWith("{"), stderr);
    return JSON.parse(stdout);
  }

  /** The same in a process of its own, as cron would run it. */
  async syncAsProcess(...args: readonly string[]): Promise<Summary> {
    const { stdout, stderr } = await runProgram(["sync-attributes", "--json", ...args], {
      env: this.env,
    });
    assert(stdout.startsWith("{"), stderr);
    return JSON.parse(stdout);
  }

  async request(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.engine}${path}`, {
      method,
      headers: { "Content-Type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    assert(response.ok, `${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  }

  /** Every document of the latest index, by id. */
  async documents(): Promise<StoredDocument[]> {
    await this.request("POST", `/${this.index}/_refresh`);
    const documents: StoredDocument[] = [];
    let after: unknown;
    while (true) {
      const answer = await this.request("POST", `/${this.index}/_search`, {
        size: 10_000,
        sort: ["misp.attribute.uuid"],
        ...(after === undefined ? {} : { search_after: after }),
      });
      const { hits: { hits } } = JSON.parse(JSON.stringify(answer));
      documents.push(...hits);
      if (hits.length < 10_000) return documents;
      after = hits.at(-1).sort;
    }
  }

  /** What MISP's own records say should be indexed. */
  wanted(): string[] {
    const { events, attributes } = this.model.store;
    const published = new Map(
      events.filter((each) => each.published).map((each) => [each.id, each]),
    );
    return attributes.filter((attribute) => {
      const event = published.get(attribute.eventId);
      const object = event?.objects.find(({ id }) => id === attribute.objectId);
      return event !== undefined && !attribute.deleted && !object?.deleted && !attribute.hidden;
    }).map((attribute) => `lab:${attribute.uuid}`).toSorted();
  }

  async assertInStep(): Promise<void> {
    const ids = (await this.documents()).map((document) => document._id).toSorted();
    assertEquals(new Set(ids).size, ids.length, "no document twice");
    assertEquals(ids, this.wanted());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.misp.close();
    await this.run(["install-assets", "--uninstall", "--with-data", "--yes", "--quiet"]);
    await Deno.remove(this.directory, { recursive: true });
  }
}
