/** Whether Elasticsearch answers, lets the commands do their work, and is prepared for it. */
import { EXIT } from "../../cli/exit.ts";
import { formatCount } from "../../cli/report.ts";
import type { Session } from "../../cli/session.ts";
import type { AssetSettings } from "../../elastic/asset_settings.ts";
import { checkAssets } from "../../elastic/check_assets.ts";
import type { ElasticClient } from "../../elastic/client.ts";
import { type InstallTarget, isChange, planInstall } from "../../elastic/install_plan.ts";
import { type Names, namesOf } from "../../elastic/names.ts";
import { type Lack, lackingPrivileges } from "../../elastic/privileges.ts";
import { readRuns } from "../../elastic/run_records.ts";
import { foreignIndices } from "../../elastic/status_writers.ts";
import { RequestError } from "../../errors.ts";
import { assetSettings } from "../asset_settings.ts";
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
  const settings = assetSettings(config);
  const found: Found[] = [
    ok("Reachable", `${opened.flavour.name} at ${config.elasticsearch.url} answers in ${took} ms`),
    await attempt("Privileges", () => privilegeFindings(opened, names, settings)),
    await attempt("Assets", () => assetFinding({ connection: opened, names, settings })),
    await attempt("State", () => stateFinding(opened, names)),
    await attempt("Other writers", () => writerFindings(opened, names)),
  ];
  return found.flat();
}

/** Takes more than a scheduled run should be able to do, so that it may well be lacking. */
const BY_OPERATORS = "install-assets";
/** Not everybody keeps a journal. */
const OPTIONAL = "sync-events";

async function privilegeFindings(
  client: ElasticClient,
  names: Names,
  settings: AssetSettings,
): Promise<Found> {
  const lacks = await lackingPrivileges(client, names, settings);
  if (lacks === undefined) return skipped("Privileges", "the server cannot be asked for them");
  const able = lacks.filter(({ privileges }) => privileges.length === 0);
  const unable = lacks.filter(({ command, privileges }) =>
    privileges.length > 0 && command !== BY_OPERATORS
  );
  return [
    ...able.length === 0
      ? []
      : [ok("Privileges", `enough for ${able.map(({ command }) => command).join(", ")}`)],
    ...unable.map(lackFinding),
  ];
}

function lackFinding({ command, privileges }: Lack): Finding {
  const text = `${command} lacks ${privileges.join("; ")}`;
  if (command === OPTIONAL) return warning("Privileges", text, "add them if it is to be run");
  const advice = "add them to the role of the API key or user";
  return { name: "Privileges", level: "error", text, advice, exitCode: EXIT.unauthorised };
}

async function assetFinding(target: InstallTarget): Promise<Finding> {
  await checkAssets(target.connection, target.names);
  try {
    const plan = await planInstall(target);
    const titles = plan.filter(isChange).map(({ asset }) => asset.title);
    if (titles.length === 0) return ok("Assets", "all there, and of this version");
    const text = `not as this version makes them: ${titles.join(", ")}`;
    return warning("Assets", text, "run ti-misp install-assets");
  } catch (error) {
    // A scheduled run needs no right to look at policies and the like.
    if (!(error instanceof RequestError && error.kind === "unauthorised")) throw error;
    return ok("Assets", "what runs write to is there; the rest cannot be seen by this user");
  }
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
