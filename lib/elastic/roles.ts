/** The least privileges of each command: for API keys, and for `check` to ask whether they are there. */
import type { AssetSettings } from "./asset_settings.ts";
import type { Flavour } from "./flavour.ts";
import { keepsHistory } from "./history.ts";
import { type Names, patternsOf } from "./names.ts";

export interface IndexPrivileges {
  readonly names: readonly string[];
  readonly privileges: readonly string[];
}

/** As Elasticsearch takes it among the `role_descriptors` of an API key, or as a role. */
export interface RoleDescriptor {
  readonly cluster: readonly string[];
  readonly indices: readonly IndexPrivileges[];
}

export type RoleName =
  | "sync-attributes"
  | "sync-events"
  | "expire"
  | "status"
  | "install-assets";

export type Roles = Readonly<Record<RoleName, RoleDescriptor>>;

/** `maintenance` is for refreshing, `view_index_metadata` for the version of a mapping. */
const WRITING = ["read", "maintenance", "view_index_metadata", "index", "delete"];
/** A data stream takes new records only, and is made by the first of them. */
const APPENDING = ["create_doc", "auto_configure"];

/** `GET /` and templates take `monitor`. */
const MONITOR = ["monitor"];

export function rolesFor(names: Names, flavour: Flavour, settings: AssetSettings): Roles {
  const state = { names: patternsOf(names.state), privileges: WRITING };
  const latest = (privileges: readonly string[]) => ({
    names: patternsOf(names.latest),
    privileges,
  });
  const history = keepsHistory(settings) ? [{ names: [names.history], privileges: APPENDING }] : [];
  return {
    "sync-attributes": { cluster: MONITOR, indices: [latest(WRITING), state, ...history] },
    "sync-events": {
      cluster: MONITOR,
      indices: [
        { names: [names.journal], privileges: ["read", "maintenance", ...APPENDING] },
        state,
        latest(["view_index_metadata"]),
      ],
    },
    expire: {
      cluster: MONITOR,
      indices: [
        latest(WRITING),
        { ...state, privileges: ["view_index_metadata", "index", "delete"] },
        ...history,
      ],
    },
    status: {
      cluster: MONITOR,
      indices: [latest(["read"]), { ...state, privileges: ["read", "maintenance"] }],
    },
    "install-assets": installRole(names, flavour),
  };
}

const POLICIES = {
  ilm: ["manage_ilm"],
  ism: [],
  data_stream: [],
} satisfies Record<Flavour["lifecycle"], readonly string[]>;

/**
 * All that was ever installed is looked at, whatever the settings are now. Reading and writing serve
 * to copy an index whose mapping cannot be changed in place, and the transform, which has the rights
 * of who makes it; reading alone tells how much data an uninstallation would remove.
 */
function installRole(names: Names, flavour: Flavour): RoleDescriptor {
  return {
    cluster: [
      ...MONITOR,
      "manage_index_templates",
      "manage_ingest_pipelines",
      ...POLICIES[flavour.lifecycle],
      ...(flavour.transforms ? ["manage_transform"] : []),
    ],
    indices: [
      {
        names: [...patternsOf(names.latest), ...patternsOf(names.state)],
        privileges: ["manage", "read", "write"],
      },
      { names: [names.latestAlias], privileges: ["manage"] },
      { names: [names.journal, names.history], privileges: ["manage", "read"] },
    ],
  };
}
