import type { Role } from "../account.ts";
import { type Answer, prettyJson } from "../answer.ts";
import type { Site } from "../site.ts";

const SERVER_UUID = "e3fea308-08ca-4761-9097-ef7f754019f1";

interface Rights {
  readonly id: string;
  readonly name: string;
  readonly sync: boolean;
  readonly siteAdmin: boolean;
  readonly write: boolean;
  readonly publish: boolean;
}

const RIGHTS = {
  "admin": { id: "1", name: "admin", sync: true, siteAdmin: true, write: true, publish: true },
  "user": { id: "3", name: "User", sync: false, siteAdmin: false, write: true, publish: false },
  "publisher": {
    id: "4",
    name: "Publisher",
    sync: false,
    siteAdmin: false,
    write: true,
    publish: true,
  },
  "sync": { id: "5", name: "Sync user", sync: true, siteAdmin: false, write: true, publish: true },
  "read only": {
    id: "6",
    name: "Read Only",
    sync: false,
    siteAdmin: false,
    write: false,
    publish: false,
  },
} satisfies Record<Role, Rights>;

/** `GET /servers/getVersion`: works for every role; the uuid is for those that sync. */
export function getVersion({ account }: Site): Answer {
  const rights = RIGHTS[account.role];
  return prettyJson({
    version: "2.5.1",
    pymisp_recommended_version: "2.5.1",
    perm_sync: rights.sync,
    perm_sighting: rights.write,
    perm_galaxy_editor: rights.write,
    perm_analyst_data: rights.write,
    uuid: rights.sync ? SERVER_UUID : "-",
    request_encoding: ["gzip"],
    filter_sightings: true,
  });
}

/** `GET /users/view/me`: no key in it. */
export function viewMe({ account, store, rateLimit }: Site): Answer {
  const rights = RIGHTS[account.role];
  const org = store.org("ORGNAME");
  return prettyJson({
    User: userJson(rights, String(org.id), account.userDisabled, store.clock.now()),
    Role: {
      ...roleJson(rights),
      enforce_rate_limit: rateLimit.limit !== null,
      rate_limit_count: String(rateLimit.limit ?? 0),
    },
    UserSetting: [],
    Organisation: {
      id: String(org.id),
      name: org.name,
      date_created: "2026-11-25 01:06:40",
      date_modified: "2026-11-25 01:06:40",
      description: "Automatically generated admin organisation",
      type: "ADMIN",
      nationality: "",
      sector: "",
      created_by: "0",
      uuid: org.uuid,
      contacts: null,
      local: true,
      restricted_to_domain: null,
      landingpage: null,
    },
  });
}

function userJson(rights: Rights, orgId: string, disabled: boolean, now: number) {
  return {
    id: "1",
    password: "*****",
    org_id: orgId,
    email: "admin@admin.test",
    autoalert: false,
    invited_by: "0",
    gpgkey: null,
    certif_public: "",
    nids_sid: "4000000",
    termsaccepted: false,
    newsread: "0",
    role_id: rights.id,
    change_pw: false,
    contactalert: false,
    disabled,
    expiration: null,
    current_login: "0",
    last_login: "0",
    force_logout: false,
    date_created: null,
    date_modified: String(now),
    sub: null,
    external_auth_required: false,
    external_auth_key: null,
    last_api_access: String(now),
    notification_daily: false,
    notification_weekly: false,
    notification_monthly: false,
    totp: "*****",
    hotp_counter: null,
    last_pw_change: null,
    totp_is_set: "0",
  };
}

function roleJson({ id, name, sync, siteAdmin, write, publish }: Rights): Record<string, unknown> {
  return {
    id,
    name,
    created: "2026-11-25 01:06:34",
    modified: "2026-11-25 01:06:34",
    perm_add: write,
    perm_modify: write,
    perm_modify_org: write,
    perm_publish: publish,
    perm_delegate: publish,
    perm_sync: sync,
    perm_admin: siteAdmin,
    perm_audit: true,
    perm_auth: true,
    perm_site_admin: siteAdmin,
    perm_regexp_access: siteAdmin,
    perm_tagger: write,
    perm_template: siteAdmin,
    perm_sharing_group: publish,
    perm_tag_editor: siteAdmin,
    perm_sighting: write,
    perm_object_template: siteAdmin,
    default_role: id === "3",
    memory_limit: null,
    max_execution_time: null,
    restricted_to_site_admin: false,
    perm_publish_zmq: siteAdmin,
    perm_publish_kafka: siteAdmin,
    perm_decaying: write,
    perm_galaxy_editor: write,
    perm_warninglist: siteAdmin,
    perm_view_feed_correlations: siteAdmin,
    perm_analyst_data: write,
    perm_skip_otp: false,
    permission: siteAdmin ? "3" : write ? "2" : "0",
    permission_description: siteAdmin ? "publish" : write ? "manage_org" : "read_only",
  };
}
