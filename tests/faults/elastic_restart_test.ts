/** A node of Elasticsearch that is stopped and started while the program writes to it. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { assertBalanced } from "./support/balance.ts";
import { assertCleanRun } from "./support/clean_run.ts";
import { assertSame } from "./support/contents.ts";
import { wholeSuite } from "./support/layer.ts";
import { OwnNode } from "./support/own_node.ts";
import { Stage } from "./support/stage.ts";

Deno.test({
  name: "sync-attributes outlasts a node that restarts in the middle of its writes",
  // It takes a node of its own, and most of a minute.
  ignore: !wholeSuite || !await OwnNode.isPossible(),
  async fn() {
    await using node = await OwnNode.start();
    const stage = await Stage.open(node.url);
    await stage.withTrial(async (trial) => {
      let writes = 0;
      let restarted: Promise<void> | undefined;
      trial.elastic.fault = async ({ path }) => {
        if (!/latest.*_bulk$/.test(path) || ++writes !== 4) return undefined;
        await node.stop();
        restarted = node.startAgain();
        return "reset";
      };
      const run = await trial.sync();
      await restarted;
      assert(writes > 4, "the node went down too late");
      assertEquals(run.code, 0, run.stderr);
      assertMatch(run.stderr, /next attempt in/);
      assertBalanced(run.summary, 0);
      assertSame(await trial.contents(), stage.after, "after the restart");
      await assertCleanRun(trial, stage);
    });
  },
});
