/** Looks at everything that a run needs, and tells all of it: no failure hides another. */
import type { FlagSetting } from "../cli/arguments.ts";
import type { CommonValues } from "../cli/common_flags.ts";
import { EXIT } from "../cli/exit.ts";
import { openSession, type Session } from "../cli/session.ts";
import { type EffectiveSetting, effectiveSettings } from "../config/effective.ts";
import { ConfigError, describeOrigin, type Problem } from "../config/problem.ts";
import type { Config } from "../config/schema.ts";
import { type Server, serversOf } from "../config/servers.ts";
import type { World } from "../context.ts";
import { configurationFindings } from "./checks/configuration.ts";
import { elasticsearchFindings } from "./checks/elasticsearch.ts";
import { feedFindings } from "./checks/events.ts";
import { fileFindings } from "./checks/files.ts";
import { attempt, type Finding, type Found, skipped } from "./checks/finding.ts";
import { mispFindings } from "./checks/misp.ts";

export interface Section {
  readonly title: string;
  readonly findings: readonly Finding[];
}

export interface CheckResult {
  readonly sections: readonly Section[];
  /** Empty when the configuration cannot be read. */
  readonly settings: readonly EffectiveSetting[];
  /** Takes secrets out of what is printed. */
  readonly redact: (text: string) => string;
}

export interface CheckRequest {
  readonly world: World;
  readonly values: CommonValues;
  readonly settings: readonly FlagSetting[];
}

export async function runCheck(request: CheckRequest): Promise<CheckResult> {
  try {
    using session = await open(request, serversOf);
    const [source, output] = await Promise.all([sourceSection(session), outputSection(session)]);
    return {
      sections: [
        { title: "Configuration", findings: configurationFindings(session) },
        ...source,
        ...output,
        { title: "Files", findings: await fileFindings(session) },
      ],
      settings: effectiveSettings(session.loaded),
      redact: session.redact,
    };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return await withoutConfiguration(request, error);
  }
}

/**
 * What is wrong is a finding here and no line of the log. There is one attempt at everything: the
 * user waits, and would rather know.
 */
async function open(
  { world, values, settings }: CheckRequest,
  needs: (config: Config) => readonly Server[],
): Promise<Session> {
  const silent = { ...world.stderr, write: () => Promise.resolve(), writeSync: () => {} };
  const session = await openSession({ ...world, stderr: silent }, values, settings, needs);
  return { ...session, deadline: world.clock.now() };
}

function sourceSection(session: Session): Promise<readonly Section[]> {
  return session.config.source.kind === "api"
    ? section("MISP", () => mispFindings(session))
    : section("Feed", () => feedFindings(session));
}

/** A file is looked at with the other files. */
async function outputSection(session: Session): Promise<readonly Section[]> {
  if (session.config.output.kind !== "elasticsearch") return [];
  return await section("Elasticsearch", () => elasticsearchFindings(session));
}

async function section(title: string, look: () => Promise<Found>): Promise<readonly Section[]> {
  return [{ title, findings: [await attempt(title, look)].flat() }];
}

/** An end whose own settings are whole is looked at, though others are missing. */
async function withoutConfiguration(
  request: CheckRequest,
  { problems }: ConfigError,
): Promise<CheckResult> {
  const ends = [
    await oneEnd(request, "misp", sourceSection),
    await oneEnd(request, "elasticsearch", outputSection),
  ];
  return {
    sections: [
      { title: "Configuration", findings: problems.map(problemFinding) },
      ...ends.flatMap(({ sections }) => sections),
    ],
    settings: [],
    redact: (text) => ends.reduce((text, { redact }) => redact(text), text),
  };
}

async function oneEnd(
  request: CheckRequest,
  server: Server,
  look: (session: Session) => Promise<readonly Section[]>,
): Promise<Pick<CheckResult, "sections" | "redact">> {
  try {
    const needs = (config: Config) => serversOf(config).filter((each) => each === server);
    using session = await open(request, needs);
    return { sections: await look(session), redact: session.redact };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const title = server === "misp" ? "MISP" : "Elasticsearch";
    const rest = skipped("Everything", "not looked at until the configuration is right");
    return { sections: [{ title, findings: [rest] }], redact: (text) => text };
  }
}

function problemFinding({ path, origin, message }: Problem): Finding {
  const from = origin === undefined || origin.kind === "default"
    ? ""
    : ` (${describeOrigin(origin)})`;
  return { name: path, level: "error", text: `${message}${from}`, exitCode: EXIT.usage };
}
