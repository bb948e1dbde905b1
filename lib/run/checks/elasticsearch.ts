/** Whether Elasticsearch answers, lets the commands do their work, and is prepared for it. */
import { EXIT } from "../../cli/exit.ts";
import { formatCount } from "../../cli/report.ts";
import type { Session } from "../../cli/session.ts";
import { checkAssets } from "../../elastic/check_assets.ts";
import type { ElasticClient } from "../../elastic/client.ts";
import { planInstall } from "../../elastic/install.ts";
import { type Names, namesOf } from "../../elastic/names.ts";
import { lackingPrivileges } from "../../elastic/privileges.ts";
import { readRuns } from "../../elastic/run_records.ts";
import { foreignIndices } from "../../elastic/status_writers.ts";
import { connect } from "../open_elastic.ts";
import { attempt, failed, type Finding, type Found, ok, skipped, warning } from "./finding.ts";

export async function elasticsearchFindings(session: Session): Promise<readonly Finding[]> {
  const { config, context: { clock } } = session;
  const start = clock.now();
  let client: ElasticClient;
  try {
    client = await connect(session, session.context);
  } catch (error) {
    const rest = skipped("The rest", "not looked at: it takes an answer of Elasticsearch");
    return [failed("Reachable", error), rest];
  }
  await using opened = client;
  const took = clock.now() - start;
  const names = namesOf(config.elasticsearch.namespace);
  const found: Found[] = [
    ok("Reachable", `${opened.flavour.name} at ${config.elasticsearch.url} answers in ${took} ms`),
    await attempt("Privileges", () => privilegeFindings(opened, names)),
    await attempt("Assets", () => assetFinding(opened, names)),
    await attempt("State", () => stateFinding(opened, names)),
    await attempt("Other writers", () => writerFindings(opened, names)),
  ];
  return found.flat();
}

/** It takes more than a scheduled run should be able to do, so that it may well be lacking. */
const BY_OPERATORS = "install-assets";

async function privilegeFindings(client: ElasticClient, names: Names): Promise<Found> {
  const lacks = await lackingPrivileges(client, names);
  if (lacks === undefined) return skipped("Privileges", "the server cannot be asked for them");
  const able = lacks.filter(({ privileges }) => privileges.length === 0);
  const unable = lacks.filter(({ command, privileges }) =>
    privileges.length > 0 && command !== BY_OPERATORS
  );
  return [
    ...able.length === 0
      ? []
      : [ok("Privileges", `enough for ${able.map(({ command }) => command).join(", ")}`)],
    ...unable.map(({ command, privileges }): Finding => ({
      name: "Privileges",
      level: "error",
      text: `${command} lacks ${privileges.join("; ")}`,
      advice: "add them to the role of the API key or user",
      exitCode: EXIT.unauthorised,
    })),
  ];
}

async function assetFinding(client: ElasticClient, names: Names): Promise<Finding> {
  await checkAssets(client, names);
  const plan = await planInstall(client, names);
  const changes = plan.filter(({ action }) => action === "create" || action === "update");
  if (changes.length === 0) return ok("Assets", "all there, and of this version");
  const titles = changes.map(({ asset }) => asset.title).join(", ");
  return warning("Assets", `not as this version makes them: ${titles}`, "run install-assets");
}

async function stateFinding(client: ElasticClient, names: Names): Promise<Finding> {
  const [last] = await readRuns(client, names.state);
  if (last === undefined) return ok("State", `"${names.state}" can be read; no run is recorded`);
  const ended = new Date(last.finishedAt).toISOString().slice(0, 19).replace("T", " ");
  return ok("State", `last run: ${last.command} of ${last.instance}, ended ${ended} UTC`);
}

async function writerFindings(client: ElasticClient, names: Names): Promise<Found> {
  const foreign = await foreignIndices(client, names);
  if (foreign.length === 0) return ok("Other writers", `no other writes to logs-ti_misp*`);
  return foreign.map(({ index, documents, inAlias }) =>
    warning(
      "Other writers",
      `${formatCount(documents)} documents of another writer in "${index}"` +
        (inAlias ? `, which the alias "${names.latestAlias}" shows as well` : ""),
      "if it is Elastic's MISP integration, stop one of the two, or indicators are found twice",
    )
  );
}
