/** A loopback MISP and a namespace of a real Elasticsearch, under the names of the documentation. */
import { generate } from "../../support/fake_misp/generate.ts";
import { MispModel } from "../../support/fake_misp/model.ts";
import { FakeMisp } from "../../support/fake_misp/server.ts";
import { ShellSession } from "./shell_session.ts";

export interface DocumentLab extends AsyncDisposable {
  readonly session: ShellSession;
  /** How many documents the search of a reader would find. */
  indicators(): Promise<number>;
}

let labs = 0;

export async function startLab(engine: string): Promise<DocumentLab> {
  const model = new MispModel({ now: () => Math.floor(Date.now() / 1000) }, 7);
  generate(model, { events: 12, attributes: 20, old: 0 });
  const misp = await FakeMisp.start({ model });
  const namespace = `docs${Deno.pid}_${Date.now().toString(36)}_${++labs}`;
  const session = await ShellSession.start({
    replacements: {
      "https://misp.example.org": misp.url,
      "https://elasticsearch.example.org:9200": engine,
      "your-misp-key": misp.key,
      "attributes-default": `attributes-${namespace}`,
      "threat-default": `threat-${namespace}`,
      "ti-misp-state-default": `ti-misp-state-${namespace}`,
    },
    env: {
      MISP_URL: misp.url,
      MISP_API_KEY: misp.key,
      ELASTICSEARCH_URL: engine,
      ELASTICSEARCH_API_KEY: "your-elasticsearch-key",
      TI_MISP_ELASTICSEARCH_NAMESPACE: namespace,
    },
  });
  return {
    session,
    async indicators() {
      const index = `logs-ti_misp_latest.dest_threat_attributes-${namespace}`;
      const { count } = await ask(engine, "GET", `/${index}/_count`);
      return Number(count);
    },
    async [Symbol.asyncDispose]() {
      await session[Symbol.asyncDispose]();
      await misp.close();
      await removeNamespace(engine, namespace);
    },
  };
}

async function ask(engine: string, method: string, path: string) {
  const response = await fetch(`${engine}${path}`, { method });
  const text = await response.text();
  return response.ok ? JSON.parse(text) : {};
}

/** Whatever the commands left, by its name. */
async function removeNamespace(engine: string, namespace: string): Promise<void> {
  const indices = await ask(engine, "GET", `/*${namespace}*/_settings?expand_wildcards=all`);
  for (const index of Object.keys(indices)) await ask(engine, "DELETE", `/${index}`);
  for (const kind of ["index_template", "component_template"]) {
    const found = await ask(engine, "GET", `/_${kind}/*${namespace}*`);
    for (const { name } of found[`${kind}s`] ?? []) {
      await ask(engine, "DELETE", `/_${kind}/${name}`);
    }
  }
}
