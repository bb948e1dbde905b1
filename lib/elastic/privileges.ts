/** Which of the privileges that the commands need the credentials in use lack. */
import { RequestError } from "../errors.ts";
import { ASSET_DEFAULTS, type AssetSettings } from "./asset_settings.ts";
import { at, type JsonObject } from "./json.ts";
import type { Names } from "./names.ts";
import type { ElasticConnection } from "./request.ts";
import { rolesFor } from "./roles.ts";

interface Needs {
  readonly command: string;
  readonly cluster: readonly string[];
  /** By index; an alias counts as one. */
  readonly indices: Readonly<Record<string, readonly string[]>>;
}

export interface Lack {
  readonly command: string;
  /** `read, index on "…"`, or the name of a cluster privilege. */
  readonly privileges: readonly string[];
}

/** Later versions of an index are reached by its name, which is then their alias. */
function needsOf(
  { flavour }: ElasticConnection,
  names: Names,
  settings: AssetSettings,
): readonly Needs[] {
  return Object.entries(rolesFor(names, flavour, settings))
    .map(([command, { cluster, indices }]) => ({
      command,
      cluster,
      indices: Object.fromEntries(
        indices.flatMap(({ names, privileges }) =>
          names.filter((name) => !name.endsWith("*")).map((name) => [name, privileges])
        ),
      ),
    }));
}

/** For each command, in one request; undefined where the server has no security to be asked. */
export async function lackingPrivileges(
  connection: ElasticConnection,
  names: Names,
  settings: AssetSettings = ASSET_DEFAULTS,
): Promise<readonly Lack[] | undefined> {
  const needs = needsOf(connection, names, settings);
  const answer = await askPrivileges(connection, needs);
  if (answer === undefined) return undefined;
  const lacks = (...path: readonly string[]) => at(answer, ...path) !== true;
  return needs.map(({ command, cluster, indices }) => ({
    command,
    privileges: [
      ...cluster.filter((privilege) => lacks("cluster", privilege)),
      ...Object.entries(indices).flatMap(([index, privileges]) => {
        const missing = privileges.filter((privilege) => lacks("index", index, privilege));
        return missing.length === 0 ? [] : [`${missing.join(", ")} on "${index}"`];
      }),
    ],
  }));
}

async function askPrivileges(
  connection: ElasticConnection,
  needs: readonly Needs[],
): Promise<JsonObject | undefined> {
  const indices = needs.flatMap((need) => Object.entries(need.indices));
  const body = {
    cluster: [...new Set(needs.flatMap(({ cluster }) => cluster))],
    index: [...Map.groupBy(indices, ([index]) => index)].map(([index, entries]) => ({
      names: [index],
      privileges: [...new Set(entries.flatMap(([, privileges]) => privileges))],
    })),
  };
  try {
    return await connection.ask({
      method: "POST",
      path: "/_security/user/_has_privileges",
      body,
    });
  } catch (error) {
    if (error instanceof RequestError && /no handler found/.test(error.message)) return undefined;
    throw error;
  }
}
