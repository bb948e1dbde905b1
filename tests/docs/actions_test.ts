/** The workflows for GitHub Actions: the project's own, and the one that users copy. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { configTable } from "../../lib/config/table.ts";
import { TARGETS } from "../support/build/targets.ts";
import { startElasticsearch } from "../support/engine.ts";
import { PROJECT } from "../support/project.ts";
import {
  evaluate,
  type Facts,
  parseWorkflow,
  type Step,
  type Workflow,
} from "./support/actions.ts";
import { startLab } from "./support/lab.ts";
import type { ShellSession } from "./support/shell_session.ts";

const SYNC = "docs/schedules/github-actions.yml";
const CI = ".github/workflows/ci.yml";

async function read(path: string): Promise<Workflow> {
  return parseWorkflow(await Deno.readTextFile(`${PROJECT}/${path}`));
}

const [sync, ci] = await Promise.all([read(SYNC), read(CI)]);
const engine = await startElasticsearch();

function stepsOf({ jobs }: Workflow): readonly Step[] {
  return Object.values(jobs).flatMap(({ steps }) => steps);
}

function runStep({ jobs }: Workflow, job: string): Step & { readonly run: string } {
  const step = jobs[job]?.steps.find(({ run }) => run !== undefined);
  assert(step?.run !== undefined);
  return { ...step, run: step.run };
}

for (const [path, workflow] of [[SYNC, sync], [CI, ci]] as const) {
  Deno.test(`${path} may only read, and uses actions by commit`, () => {
    assertEquals(workflow.permissions, { contents: "read" });
    for (const { uses } of stepsOf(workflow)) {
      if (uses !== undefined) assertMatch(uses, /^actions\/[a-z-]+@[0-9a-f]{40}$/);
    }
  });

  Deno.test(`${path} puts no expression into a script, where its text would be run`, () => {
    for (const { run = "" } of stepsOf(workflow)) assert(!run.includes("${{"), run);
  });

  Deno.test(`${path} ends each job after a time`, () => {
    for (const [name, job] of Object.entries(workflow.jobs)) {
      const isSmall = job.steps.every(({ uses }) => uses === undefined);
      assert(isSmall || job["timeout-minutes"] !== undefined, `${name} may go on for ever`);
    }
  });
}

Deno.test(`${CI} runs the project's own check, and builds for targets that there are`, () => {
  assertEquals(runStep(ci, "check").run, "bash .ci/run");
  const targets = ci.jobs["executables"]?.strategy?.matrix["target"] as string[];
  const names = TARGETS.map(({ name }) => name);
  assertEquals(targets.filter((target) => !names.includes(target)), []);
});

Deno.test(`${SYNC} starts at no full hour, one run at a time, and cuts none off`, () => {
  const crons = sync.on.schedule ?? [];
  for (const { cron } of crons) assertMatch(cron, /^[1-9]\d?(,\d+)* \* \* \* \*$/);
  assertEquals(crons.length, 1);
  assertEquals(sync.concurrency, { group: "ti-misp", "cancel-in-progress": false });
});

Deno.test(`${SYNC} sets only settings that there are`, () => {
  const known = new Set(configTable().flatMap((key) => [key.environment, ...key.aliases]));
  const own = ["COMMAND", "SHARD", "SINCE", "FULL", "DRY_RUN"];
  const { env = {} } = runStep(sync, "sync");
  assertEquals(Object.keys(env).filter((name) => !known.has(name) && !own.includes(name)), []);
});

/** Runs a step with its environment, as a runner would. */
async function play(session: ShellSession, step: Step & { readonly run: string }, facts: Facts) {
  const env = Object.entries(step.env ?? {})
    .map(([name, value]) => `export ${name}='${evaluate(value, facts)}'`);
  await session.writeFile("step.sh", `${env.join("\n")}\n${step.run}`);
  return await session.run({ body: "bash -eo pipefail step.sh" });
}

const DISPATCHED: Facts = {
  "inputs.command": "sync-events",
  "inputs.since": "30d",
  "inputs.full": "true",
  "inputs.dry-run": "false",
  "inputs.max-delete": "50%",
  "matrix.shard": "2/2",
};

/** On a schedule there are no inputs. */
const SCHEDULED: Facts = {
  ...Object.fromEntries(Object.keys(DISPATCHED).map((name) => [name, ""])),
  "matrix.shard": "1/1",
};

Deno.test({
  name: `${SYNC} runs by schedule, and as a backfill in shards`,
  ignore: engine.url === undefined || Deno.build.os === "windows",
  fn: async () => {
    await using lab = await startLab(engine.url ?? "");
    const { session } = lab;
    const install = await session.run({ body: "ti-misp install-assets" });
    assertEquals(install?.code, 0, install?.stderr);
    const servers = {
      "vars.MISP_URL": "https://misp.example.org",
      "secrets.MISP_API_KEY": "your-misp-key",
      "vars.ELASTICSEARCH_URL": "https://elasticsearch.example.org:9200",
      "secrets.ELASTICSEARCH_API_KEY": "your-elasticsearch-key",
    };
    for (const facts of [SCHEDULED, DISPATCHED]) {
      const outcome = await play(session, runStep(sync, "sync"), { ...servers, ...facts });
      assertEquals([outcome?.code, outcome?.stderr.includes("error")], [0, false]);
      const command = facts["inputs.command"] || "sync-attributes";
      assertMatch(outcome?.stdout ?? "", new RegExp(`^${command} of `, "m"));
    }
    assert(await lab.indicators() > 0);
  },
});

Deno.test({
  name: `${SYNC} makes one shard for each runner that was asked for`,
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const { options = [] } = sync.on.workflow_dispatch?.inputs["shards"] ?? {};
    assertEquals(options.length, 4);
    for (const shards of ["", ...options]) {
      const output = await Deno.makeTempFile();
      const step = runStep(sync, "shards");
      const { success } = await new Deno.Command("bash", {
        args: ["-eo", "pipefail", "-c", step.run],
        env: {
          SHARDS: evaluate(step.env?.["SHARDS"] ?? "", { "inputs.shards": shards }),
          GITHUB_OUTPUT: output,
        },
      }).output();
      const count = Number(shards || "1");
      const list = Array.from({ length: count }, (_, at) => `${at + 1}/${count}`);
      assertEquals([success, await Deno.readTextFile(output)], [
        true,
        `list=${JSON.stringify(list)}\n`,
      ]);
      await Deno.remove(output);
    }
  },
});
