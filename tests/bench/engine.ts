/** A namespace of a real Elasticsearch, for as long as it is needed. */
import { startElasticsearch } from "../support/engine.ts";
import { measureGood } from "./child.ts";
import type { BenchOptions } from "./options.ts";
import { commandOf, environment } from "./program.ts";

let namespaces = 0;

export interface EngineLab extends AsyncDisposable {
  readonly url: string;
  readonly index: string;
  readonly env: Readonly<Record<string, string>>;
  request(method: string, path: string, body?: string): Promise<unknown>;
}

/** Undefined where there is no engine; assets are installed. */
export async function engineLab(
  options: BenchOptions,
  misp: string,
): Promise<EngineLab | undefined> {
  const { url } = await startElasticsearch();
  if (url === undefined) return undefined;
  const namespace = `bench_${Deno.pid}_${++namespaces}`;
  const env = environment(misp, url, { TI_MISP_ELASTICSEARCH_NAMESPACE: namespace });
  await measureGood(commandOf(options, ["install-assets"], env));
  const index = `logs-ti_misp_latest.dest_threat_attributes-${namespace}`;
  const request = (method: string, path: string, body?: string) => ask(url, method, path, body);
  return {
    url,
    index,
    env,
    request,
    async [Symbol.asyncDispose]() {
      await request("DELETE", `/${index}?ignore_unavailable=true`);
      await request("DELETE", `/ti-misp-state-${namespace}?ignore_unavailable=true`);
    },
  };
}

async function ask(url: string, method: string, path: string, body?: string): Promise<unknown> {
  const response = await fetch(url + path, {
    method,
    headers: { "content-type": "application/json" },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`);
  return JSON.parse(text);
}
