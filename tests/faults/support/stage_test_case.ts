/** Tests that need a stage: it is opened before the first of a file and closed after the last. */
import { startElasticsearch } from "../../support/engine.ts";
import { Stage } from "./stage.ts";

const engine = await startElasticsearch();

let stage: Promise<Stage> | undefined;

function opened(): Promise<Stage> {
  if (engine.url === undefined) throw new Error("There is no engine");
  return stage ??= Stage.open(engine.url);
}

/** Ignored where no engine can be had, which the starter says on standard error. */
export function stageTest(
  name: string,
  work: (stage: Stage, t: Deno.TestContext) => Promise<void>,
  ignore = false,
): void {
  Deno.test({
    name,
    ignore: ignore || engine.url === undefined,
    fn: async (t) => await work(await opened(), t),
  });
}

Deno.test.afterAll(async () => {
  // One that could not be opened has failed its tests already.
  const opened = await stage?.catch(() => undefined);
  await opened?.close();
});
