/** Which privileges the commands need, and which of them the credentials in use lack. */
import { RequestError } from "../errors.ts";
import { at, type JsonObject } from "./json.ts";
import type { Names } from "./names.ts";
import type { ElasticConnection } from "./request.ts";

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

/** Refreshing takes `maintenance`, looking at the version of a mapping `view_index_metadata`. */
const WRITING = ["read", "index", "delete", "maintenance", "view_index_metadata"];
const READING = ["read", "maintenance"];

/** `GET /` alone takes `monitor`. */
function needsOf({ latest, latestAlias, state }: Names): readonly Needs[] {
  const writing = { cluster: ["monitor"], indices: { [latest]: WRITING, [state]: WRITING } };
  return [
    { command: "sync-attributes", ...writing },
    { command: "expire", ...writing },
    {
      command: "status",
      cluster: ["monitor"],
      indices: { [latest]: READING, [state]: READING },
    },
    {
      command: "install-assets",
      cluster: ["monitor", "manage_index_templates"],
      indices: { [latest]: ["manage"], [latestAlias]: ["manage"], [state]: ["manage"] },
    },
  ];
}

/** For each command, in one request; undefined where the server has no security to be asked. */
export async function lackingPrivileges(
  connection: ElasticConnection,
  names: Names,
): Promise<readonly Lack[] | undefined> {
  const needs = needsOf(names);
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
