/** Whether MISP answers, lets the key read, and is of a kind that is known. */
import type { Session } from "../../cli/session.ts";
import type { Clock } from "../../context.ts";
import { flag, integer, isObject, text } from "../../ecs/read.ts";
import { RequestError } from "../../errors.ts";
import type { MispClient } from "../../misp/client.ts";
import { openSource } from "../open_source.ts";
import { type Asked, askMisp } from "./ask_misp.ts";
import { decayFinding } from "./decay.ts";
import { visibleEvents } from "./events.ts";
import { attempt, failed, type Finding, type Found, ok, skipped, warning } from "./finding.ts";

const DAY = 86_400_000;

/** MISP's `Date` has whole seconds, and the answer was on its way. */
const MOST_SKEW_MS = 30_000;

/** What a MISP of this version was seen to answer as expected. */
const TESTED = /^2\.5\./;

export async function mispFindings(session: Session): Promise<readonly Finding[]> {
  using opened = await openSource(session, session.context);
  const { client } = opened;
  if (client === undefined) return [];
  const { clock } = session.context;
  const version = await versionOf(client, clock);
  if (version instanceof RequestError) return unanswered(session, version);
  const found: Found[] = [
    reachable(session, version),
    await attempt("Key", () => keyFindings(client, clock)),
    versionFinding(version),
    clockFinding(version),
    await attempt("Events", () => visibleEvents(client)),
    await attempt("Decay", () => decayFinding(session, client)),
  ];
  return found.flat();
}

/** The version is asked for first: a list of events may take a large MISP too long. */
async function versionOf(client: MispClient, clock: Clock): Promise<Asked | RequestError> {
  try {
    return await askMisp(client, clock, { method: "GET", path: "/servers/getVersion.json" });
  } catch (error) {
    if (error instanceof RequestError) return error;
    throw error;
  }
}

/** A refused key is no sign that MISP is away. */
function unanswered({ config }: Session, error: RequestError): readonly Finding[] {
  const rest = skipped("The rest", "not looked at: it takes an answer of MISP");
  return error.kind === "unauthorised"
    ? [ok("Reachable", `${config.misp.url} answers`), failed("Key", error), rest]
    : [failed("Reachable", error), rest];
}

function reachable({ config }: Session, { sentAt, answeredAt }: Asked): Finding {
  const { url = "", insecure_skip_tls_verification: unverified } = config.misp;
  const { protocol, hostname } = new URL(url);
  const answers = `${url} answers in ${answeredAt - sentAt} ms`;
  if (protocol === "https:") {
    return ok("Reachable", unverified ? answers : `${answers}, with a certificate that is trusted`);
  }
  const isHere = /^(localhost|127\..*|\[::1\])$/.test(hostname);
  return isHere ? ok("Reachable", answers) : warning(
    "Reachable",
    `${answers}, without TLS: the key and all that MISP sends can be read on the way`,
    "use https in misp.url",
  );
}

async function keyFindings(client: MispClient, clock: Clock): Promise<readonly Finding[]> {
  const { body, headers } = await askMisp(client, clock, {
    method: "GET",
    path: "/users/view/me.json",
  });
  const role = isObject(body) && isObject(body["Role"]) ? body["Role"] : {};
  const user = isObject(body) && isObject(body["User"]) ? body["User"] : {};
  return [
    roleFinding(
      `of ${text(user["email"]) ?? "a user"} with the role "${text(role["name"]) ?? ""}"`,
      {
        siteAdmin: flag(role["perm_site_admin"]) ?? false,
        writes: flag(role["perm_add"]) ?? false,
      },
    ),
    ...rateLimit(role),
    ...expiry(headers.get("x-auth-key-expiration"), clock.now()),
  ];
}

function roleFinding(
  whose: string,
  { siteAdmin, writes }: { readonly siteAdmin: boolean; readonly writes: boolean },
): Finding {
  if (siteAdmin) {
    return warning(
      "Key",
      `${whose}, which may change everything in MISP`,
      'a user of the role "Read Only" and of an organisation that sees the events is enough',
    );
  }
  return ok("Key", writes ? `${whose}, which may write; reading is enough` : whose);
}

function rateLimit(role: Readonly<Record<string, unknown>>): readonly Finding[] {
  if (flag(role["enforce_rate_limit"]) !== true) return [];
  const count = integer(role["rate_limit_count"]) ?? 0;
  return [warning(
    "Rate limit",
    `${count} searches in 15 minutes; a run that needs more waits`,
    "raise the limit of the key's role for a backfill",
  )];
}

function expiry(header: string | null, now: number): readonly Finding[] {
  const at = Date.parse(header ?? "");
  if (Number.isNaN(at)) return [];
  const days = Math.floor((at - now) / DAY);
  const told = `the key expires on ${new Date(at).toISOString().slice(0, 10)}, in ${days} days`;
  return [
    days < 30 ? warning("Key expiry", told, "make a new one in time") : ok("Key expiry", told),
  ];
}

function versionFinding({ body }: Asked): Finding {
  const version = (isObject(body) ? text(body["version"]) : undefined) ?? "unknown";
  return TESTED.test(version)
    ? ok("Version", `MISP ${version}`)
    : warning("Version", `MISP ${version}: not among the versions that were tried (2.5)`);
}

function clockFinding({ headers, sentAt, answeredAt }: Asked): Finding {
  const date = Date.parse(headers.get("date") ?? "");
  if (Number.isNaN(date)) return skipped("Clock", "MISP's answers have no date");
  const seconds = Math.round((date + 500 - (sentAt + answeredAt) / 2) / 1000);
  const told = `this machine is ${Math.abs(seconds)} s ${seconds < 0 ? "ahead of" : "behind"} MISP`;
  if (Math.abs(seconds) * 1000 <= MOST_SKEW_MS) return ok("Clock", told);
  return warning(
    "Clock",
    told,
    "run a time service on both: ages and ends are computed from times",
  );
}
