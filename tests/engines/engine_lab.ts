/** A loopback MISP and a namespace on any engine, joined by the program with the keys it needs. */
import { assert, assertEquals } from "@std/assert";
import { connectElastic, type ElasticClient } from "../../lib/elastic/client.ts";
import { type JsonObject, listAt, objectAt, textAt } from "../../lib/elastic/json.ts";
import { type Names, namesOf } from "../../lib/elastic/names.ts";
import type { ElasticAuth } from "../../lib/elastic/settings.ts";
import { runInProcess } from "../e2e/in_process.ts";
import type { Outcome } from "../e2e/program.ts";
import { testContext, testSettings } from "../elastic/support/context.ts";
import type { RunningEngine } from "../support/engine/options.ts";
import { generate, type GenerateOptions } from "../support/fake_misp/generate.ts";
import { MispModel } from "../support/fake_misp/model.ts";
import { FakeMisp } from "../support/fake_misp/server.ts";

export interface EngineLabOptions extends Partial<GenerateOptions> {
  /** Settings of every run. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface RoleDescriptor {
  readonly cluster: readonly string[];
  readonly indices: readonly {
    readonly names: readonly string[];
    readonly privileges: readonly string[];
  }[];
}

export type RoleDescriptors = Readonly<Record<string, RoleDescriptor>>;

export class EngineLab implements AsyncDisposable {
  readonly misp: FakeMisp;
  readonly engine: RunningEngine;
  readonly names: Names;
  /** As the user with every right. */
  readonly client: ElasticClient;
  readonly directory: string;
  readonly #env: Readonly<Record<string, string>>;
  /** API keys by command; commands without one run as the user with every right. */
  readonly keys = new Map<string, string>();
  /** Epoch milliseconds. */
  now = Date.now();

  private constructor(parts: {
    readonly misp: FakeMisp;
    readonly engine: RunningEngine;
    readonly client: ElasticClient;
    readonly directory: string;
    readonly env: Readonly<Record<string, string>>;
  }) {
    this.misp = parts.misp;
    this.engine = parts.engine;
    this.client = parts.client;
    this.directory = parts.directory;
    this.#env = parts.env;
    this.names = namesOf(`t${crypto.randomUUID().replaceAll("-", "")}`);
  }

  static async start(
    engine: RunningEngine,
    { env = {}, ...options }: EngineLabOptions = {},
  ): Promise<EngineLab> {
    const clock = { now: () => Math.floor(Date.now() / 1000) };
    const model = new MispModel(clock, 11);
    generate(model, { events: 8, attributes: 25, old: 0, ...options });
    const misp = await FakeMisp.start({ model });
    const directory = await Deno.makeTempDir({ prefix: "ti-misp-" });
    const client = await connectElastic(
      testSettings(engine.url, {
        auth: superuser(engine),
        certificateAuthority: engine.caFile && await Deno.readTextFile(engine.caFile),
      }),
      testContext(Date.now()),
    );
    return new EngineLab({ misp, engine, client, directory, env });
  }

  get model(): MispModel {
    return this.misp.model;
  }

  #envFor(command: string): Record<string, string> {
    const { url, caFile, username, password } = this.engine;
    const key = this.keys.get(command);
    return {
      MISP_URL: this.misp.url,
      MISP_API_KEY: this.misp.key,
      ELASTICSEARCH_URL: url,
      ...(caFile === undefined ? {} : { TI_MISP_ELASTICSEARCH_CA_FILE: caFile }),
      ...(key !== undefined
        ? { ELASTICSEARCH_API_KEY: key }
        : username === undefined || password === undefined
        ? {}
        : { ELASTICSEARCH_USERNAME: username, ELASTICSEARCH_PASSWORD: password }),
      TI_MISP_ELASTICSEARCH_NAMESPACE: this.names.namespace,
      TI_MISP_ELASTICSEARCH_INSTANCE: "lab",
      TI_MISP_EXPIRE_DECAY: "off",
      TI_MISP_RUN_DEAD_LETTERS: `${this.directory}/dead-letters.ndjson`,
      ...this.#env,
    };
  }

  /** The program; the first argument is the command. */
  async run(...args: readonly string[]): Promise<Outcome> {
    return await runInProcess(args, { env: this.#envFor(args[0] ?? ""), now: this.now });
  }

  /** A run that must end well, and what it prints with `--json`. */
  async json(...args: readonly string[]): Promise<JsonObject> {
    const { code, stdout, stderr } = await this.run(...args, "--json");
    assertEquals(code, 0, `${args.join(" ")}: ${stdout}${stderr}`);
    return JSON.parse(stdout);
  }

  /** The role descriptors that `--print-roles` prints, by command. */
  async printedRoles(): Promise<RoleDescriptors> {
    const { code, stdout, stderr } = await this.run("install-assets", "--print-roles");
    assertEquals(code, 0, stderr);
    return JSON.parse(stdout);
  }

  /** Lets the command run with an API key of exactly this role. */
  async useKey(command: string, role: RoleDescriptor): Promise<void> {
    const body: JsonObject = JSON.parse(JSON.stringify({
      name: `ti-misp-test-${command}`,
      expiration: "1h",
      role_descriptors: { [command]: role },
    }));
    const answer = await this.client.ask({ method: "POST", path: "/_security/api_key", body });
    const key = textAt(answer, "encoded");
    assert(key !== undefined);
    this.keys.set(command, key);
  }

  /** Sources of the documents of an index, by id. */
  async documents(index: string): Promise<ReadonlyMap<string, JsonObject>> {
    await this.client.ask({ method: "POST", path: `/${index}/_refresh` });
    const body = { size: 10_000, track_total_hits: true };
    const answer = await this.client.ask({ method: "POST", path: `/${index}/_search`, body });
    return new Map(
      listAt(answer, "hits", "hits").map((
        hit,
      ) => [textAt(hit, "_id") ?? "", objectAt(hit, "_source")]),
    );
  }

  /** Ids of the indicators that should be there, from MISP's own records. */
  wanted(): readonly string[] {
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
    const documents = await this.documents(this.names.latest);
    assertEquals([...documents.keys()].toSorted(), this.wanted());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.keys.clear();
    await this.run("install-assets", "--uninstall", "--with-data", "--yes");
    await this.misp.close();
    this.client[Symbol.dispose]();
    await Deno.remove(this.directory, { recursive: true });
  }
}

function superuser({ username, password }: RunningEngine): ElasticAuth {
  if (username === undefined || password === undefined) return { kind: "none" };
  return { kind: "basic", username, password: { reveal: () => password } };
}
