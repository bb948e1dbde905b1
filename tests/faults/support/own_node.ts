/** An Elasticsearch of a test's own, which may be stopped and started again with its data. */
import { ENGINES } from "../../support/engine/catalogue.ts";
import { configure } from "../../support/engine/configure.ts";
import { exists, run } from "../../support/engine/command.ts";
import { isServerOf, pause } from "../../support/engine/health.ts";
import { findJava } from "../../support/engine/java.ts";
import { launch, type Launched } from "../../support/engine/launch.ts";
import { missingTools } from "../../support/engine/maven.ts";
import { cacheFolder, locked } from "../../support/engine/registry.ts";
import type { NodeSettings } from "../../support/engine/settings.ts";
import { unpackElasticsearch } from "../../support/engine/unpack_elasticsearch.ts";

export class OwnNode implements AsyncDisposable {
  readonly #node: NodeSettings;
  readonly #home: string;
  readonly #java: string;
  #launched: Launched;

  /** Whether there is, or can be had, what it takes: Java and the unpacked server. */
  static async isPossible(): Promise<boolean> {
    const { java, folder } = ENGINES["elasticsearch-9"];
    const isUnpacked = await exists(`${await cacheFolder()}/${folder}/.complete`);
    return await findJava(java) !== undefined && (isUnpacked || await missingTools() === undefined);
  }

  static async start(): Promise<OwnNode> {
    const facts = ENGINES["elasticsearch-9"];
    const java = await findJava(facts.java) ?? "";
    const cache = await cacheFolder();
    const home = await locked(cache, facts.folder, () => unpackElasticsearch(facts, cache));
    const folder = await Deno.makeTempDir({ prefix: "ti-misp-node-" });
    await Deno.chmod(folder, 0o755);
    const node: NodeSettings = {
      facts,
      folder: `${folder}/node`,
      port: freePort(),
      transportPort: freePort(),
      heap: "256m",
      security: false,
      tls: false,
    };
    await configure(node, home, java);
    return new OwnNode(node, home, java, await launch(node, home, java));
  }

  private constructor(node: NodeSettings, home: string, java: string, launched: Launched) {
    this.#node = node;
    this.#home = home;
    this.#java = java;
    this.#launched = launched;
  }

  get url(): string {
    return this.#launched.url;
  }

  /** In good order unless another signal is given. */
  async stop(signal: Deno.Signal = "SIGTERM"): Promise<void> {
    const { pid } = this.#launched;
    await run("kill", [`-${signal}`, String(pid)]);
    while (await isServerOf(pid, this.#node.folder)) await pause(100);
  }

  async startAgain(): Promise<void> {
    this.#launched = await launch(this.#node, this.#home, this.#java);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await Deno.remove(this.#node.folder.replace(/\/node$/, ""), { recursive: true });
  }
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
