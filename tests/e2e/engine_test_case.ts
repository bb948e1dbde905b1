/** A test that needs a real engine: ignored, loudly, where none can be had. */
import { startElasticsearch } from "../support/engine.ts";

const engine = await startElasticsearch();

/** `work` gets the engine's URL. */
export function engineTest(name: string, work: (engine: string) => Promise<void>): void {
  Deno.test({
    name,
    ignore: engine.url === undefined,
    fn: () => work(engine.url ?? ""),
  });
}
