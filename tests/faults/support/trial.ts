/** One test of the program: a MISP and a proxy of its own, a folder, and an instance in the index. */
import { FakeMisp, type FakeMispOptions } from "../../support/fake_misp/server.ts";
import type { Summary } from "./balance.ts";
import { type Contents, contentsOf, type Place } from "./contents.ts";
import { ElasticProxy, type ProxyOptions } from "./elastic_proxy.ts";
import { hitsWith } from "./engine_request.ts";
import { Gate } from "./gate.ts";
import { History } from "./history.ts";
import { type Ended, Running, type StartOptions } from "./running.ts";
import { ATTRIBUTES_PER_REQUEST } from "./history.ts";
import { narrowed } from "./narrow.ts";
import { API_KEY_HEADER, assertNoSecret, BASIC_HEADER, CANARIES, textsBelow } from "./secrets.ts";

export interface TrialOptions {
  readonly engine: string;
  readonly namespace: string;
  readonly instance: string;
  /** Where MISP listens: its address is a part of every document. */
  readonly mispPort: number;
  /** Epoch seconds of the history. */
  readonly now: number;
  readonly login?: "api_key" | "password";
  /** In place of the usual history. */
  readonly misp?: FakeMispOptions;
  /** Certificate and key of either end; then both are asked by https. */
  readonly tls?: ProxyOptions["tls"];
}

/** A run that has ended, with what it says of itself. */
export interface Run extends Ended {
  readonly summary: Summary;
}

export class Trial implements AsyncDisposable {
  readonly history: History;
  readonly misp: FakeMisp;
  readonly mispGate: Gate;
  readonly elastic: ElasticProxy;
  readonly elasticGate: Gate;
  readonly directory: string;
  readonly options: TrialOptions;
  /** Everything the program wrote to its standard streams so far. */
  readonly said: string[] = [];
  /** The run at work, or the last one. */
  running: Running | undefined;
  readonly #parts: AsyncDisposableStack;

  static async start(options: TrialOptions): Promise<Trial> {
    await using parts = new AsyncDisposableStack();
    const history = new History(options.now);
    const misp = parts.use(
      await FakeMisp.start({
        model: history.model,
        account: { key: CANARIES.mispKey },
        ...(options.tls === undefined ? {} : { tls: options.tls }),
        ...options.misp,
      }),
    );
    const authorization = options.login === "password" ? BASIC_HEADER : API_KEY_HEADER;
    const elastic = parts.use(
      await ElasticProxy.start({ target: options.engine, authorization, tls: options.tls }),
    );
    const mispGate = parts.use(new Gate(portOf(misp.url), options.mispPort));
    const elasticGate = parts.use(new Gate(elastic.port));
    const directory = await Deno.makeTempDir({ prefix: "ti-misp-faults-" });
    parts.defer(() => Deno.remove(directory, { recursive: true }));
    const servers = { misp, mispGate, elastic, elasticGate };
    return new Trial(options, history, servers, directory, parts.move());
  }

  private constructor(
    options: TrialOptions,
    history: History,
    servers: Pick<Trial, "misp" | "mispGate" | "elastic" | "elasticGate">,
    directory: string,
    parts: AsyncDisposableStack,
  ) {
    this.options = options;
    this.history = history;
    this.misp = servers.misp;
    this.mispGate = servers.mispGate;
    this.elastic = servers.elastic;
    this.elasticGate = servers.elasticGate;
    this.directory = directory;
    this.#parts = parts;
  }

  get place(): Place {
    const { engine, namespace, instance } = this.options;
    const index = `logs-ti_misp_latest.dest_threat_attributes-${namespace}`;
    return { engine, index, instance, mispUrl: this.mispUrl };
  }

  get mispUrl(): string {
    return this.#schemed(this.mispGate.url);
  }

  get elasticUrl(): string {
    return this.#schemed(this.elasticGate.url);
  }

  #schemed(url: string): string {
    return this.options.tls === undefined ? url : url.replace(/^http:/, "https:");
  }

  get stateIndex(): string {
    return `ti-misp-state-${this.options.namespace}`;
  }

  get deadLetters(): string {
    return `${this.directory}/dead-letters.ndjson`;
  }

  get env(): Record<string, string> {
    const login: Record<string, string> = this.options.login === "password"
      ? { ELASTICSEARCH_USERNAME: CANARIES.username, ELASTICSEARCH_PASSWORD: CANARIES.password }
      : { ELASTICSEARCH_API_KEY: CANARIES.apiKey };
    return {
      MISP_URL: this.mispUrl,
      MISP_API_KEY: CANARIES.mispKey,
      ELASTICSEARCH_URL: this.elasticUrl,
      ...login,
      TMPDIR: this.directory,
      TI_MISP_ELASTICSEARCH_NAMESPACE: this.options.namespace,
      TI_MISP_ELASTICSEARCH_INSTANCE: this.options.instance,
      TI_MISP_ELASTICSEARCH_BULK_BYTES: "30KB",
      TI_MISP_MISP_ATTRIBUTES_PER_REQUEST: String(ATTRIBUTES_PER_REQUEST),
      TI_MISP_EXPIRE_DECAY: "all",
      TI_MISP_RUN_DEAD_LETTERS: this.deadLetters,
    };
  }

  start(args: readonly string[], { env, ...options }: StartOptions = {}): Running {
    const cwd = this.directory;
    this.running = new Running(args, { cwd, ...options, env: { ...this.env, ...env } });
    return this.running;
  }

  async run(args: readonly string[], options: StartOptions = {}): Promise<Ended> {
    return await this.ended(this.start(args, options));
  }

  /** The end of a run, whose words are kept to look for secrets in. */
  async ended(running: Running): Promise<Ended> {
    const ended = await running.ended;
    this.said.push(ended.stdout, ended.stderr);
    return ended;
  }

  async sync(
    args: readonly string[] = [],
    env: Readonly<Record<string, string>> = {},
  ): Promise<Run> {
    return runOf(await this.run(["sync-attributes", "--json", ...args], { env }));
  }

  /** As `sync()`, but nothing that a value might name can be reached or run. */
  async narrowSync(args: readonly string[] = []): Promise<Run> {
    const all = ["sync-attributes", "--json", ...args];
    return runOf(await this.run(all, narrowed(this, all)));
  }

  contents(): Promise<Contents> {
    return contentsOf(this.place);
  }

  /** Everything that was said, written and indexed. */
  async assertNoSecret(): Promise<void> {
    const { engine, index, instance } = this.place;
    const documents = await hitsWith(engine, index, "misp.instance", instance);
    const state = await hitsWith(engine, this.stateIndex, "instance", instance);
    assertNoSecret([
      ...this.said.map((text): [string, string] => ["standard streams", text]),
      ...await textsBelow(this.directory),
      ["the index", JSON.stringify(documents)],
      ["the state index", JSON.stringify(state)],
    ]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#parts.disposeAsync();
  }
}

export function runOf(ended: Ended): Run {
  if (!ended.stdout.startsWith("{")) {
    throw new Error(`The program printed no summary but "${ended.stdout}": ${ended.stderr}`);
  }
  return { ...ended, summary: JSON.parse(ended.stdout) };
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}
