/** Prints the assets, or the roles that the commands need, for people who make them themselves. */
import { EXIT } from "../cli/exit.ts";
import { replaceFile } from "../cli/replace_file.ts";
import type { Session } from "../cli/session.ts";
import { type AssetRequest, assetRequests } from "../elastic/asset_requests.ts";
import { assetsFor } from "../elastic/assets.ts";
import { ALL_FEATURES, type ServerFacts, serverFacts } from "../elastic/features.ts";
import { type Engine, typicalFlavour } from "../elastic/flavour.ts";
import { namesOf } from "../elastic/names.ts";
import { rolesFor } from "../elastic/roles.ts";
import { dashboardFile, rulesFile } from "../kibana/ndjson.ts";
import { assetSettings } from "./asset_settings.ts";
import { connect } from "./open_elastic.ts";

export interface PrintOptions {
  /** A directory, or `-` for stdout. */
  readonly place: string;
  /** Whom the assets are for; undefined for the server that is configured. */
  readonly engine: Engine | undefined;
}

/** Writes nothing but files, and asks the server only when it is not told what that is. */
export async function printAssets(session: Session, options: PrintOptions): Promise<number> {
  const { config, context } = session;
  const names = namesOf(config.elasticsearch.namespace);
  const server = await serverFor(session, options.engine);
  const requests = assetRequests(assetsFor(names, server, assetSettings(config)));
  if (options.place === "-") {
    await context.stdout.write(`${JSON.stringify(requests, null, 2)}\n`);
  } else await writeFiles(requests, options.place);
  return EXIT.done;
}

async function serverFor(session: Session, engine: Engine | undefined): Promise<ServerFacts> {
  if (engine !== undefined) return { flavour: typicalFlavour(engine), features: ALL_FEATURES };
  await using connection = await connect(session, session.context);
  return await serverFacts(connection);
}

/** A file for each body, one that tells which request sends it, in order, and those for Kibana. */
async function writeFiles(requests: readonly AssetRequest[], directory: string): Promise<void> {
  await Deno.mkdir(directory, { recursive: true });
  for (const { file, body } of requests) {
    await replaceFile(`${directory}/${file}`, `${JSON.stringify(body, null, 2)}\n`);
  }
  for (const { name, text } of [dashboardFile(), rulesFile()]) {
    await replaceFile(`${directory}/${name}`, text);
  }
  const list = requests.map(({ method, path, file }) => ({ method, path, file }));
  await replaceFile(`${directory}/requests.json`, `${JSON.stringify(list, null, 2)}\n`);
}

export async function printRoles(session: Session, engine: Engine): Promise<number> {
  const { config, context } = session;
  const names = namesOf(config.elasticsearch.namespace);
  const roles = rolesFor(names, typicalFlavour(engine), assetSettings(config));
  await context.stdout.write(`${JSON.stringify(roles, null, 2)}\n`);
  return EXIT.done;
}
