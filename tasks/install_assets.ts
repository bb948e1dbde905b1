/** `ti-misp install-assets` */
import { type Flag, type FlagValues, parseArguments, UsageError } from "../lib/cli/arguments.ts";
import type { Command } from "../lib/cli/command.ts";
import { COMMON_FLAGS } from "../lib/cli/common_flags.ts";
import { EXIT_CODES } from "../lib/cli/exit.ts";
import type { Help } from "../lib/cli/help.ts";
import { didYouMean } from "../lib/cli/suggest.ts";
import { type Engine, ENGINES } from "../lib/elastic/flavour.ts";

const FLAGS = [
  ...COMMON_FLAGS,
  { kind: "boolean", name: "dry-run", text: "Show what would be changed, and change nothing" },
  {
    kind: "boolean",
    name: "diff",
    text: "Print what differs, and change nothing: exit 0 for nothing, 1 for something",
  },
  {
    kind: "string",
    name: "print",
    value: "DIR",
    text: "Write the body of each asset as a file there, or all to stdout (--print=-), and do " +
      "nothing else",
  },
  {
    kind: "boolean",
    name: "print-roles",
    text: "Print the least privileges of each command, for API keys, and do nothing else",
  },
  {
    kind: "string",
    name: "for",
    value: "ENGINE",
    text: `Print for ${ENGINES.join(", ")} without asking any server`,
  },
  { kind: "boolean", name: "uninstall", text: "Remove what was installed, but keep all data" },
  { kind: "boolean", name: "with-data", text: "With --uninstall: remove the data as well" },
  { kind: "boolean", name: "yes", text: "With --uninstall: do not ask" },
] as const satisfies readonly Flag[];

type Values = FlagValues<typeof FLAGS>;

const help: Help = {
  summary: "Prepares Elasticsearch or OpenSearch: templates, lifecycle policies, the index of " +
    "current indicators with its alias, the state index, and what the settings ask for besides. " +
    "Shows the differences, applies them and looks again; run it once before the first sync and " +
    "after each upgrade.",
  examples: [
    { text: "See what would be made", command: "ti-misp install-assets --dry-run" },
    { text: "Make it", command: "ti-misp install-assets --config ti-misp.yaml" },
    { text: "In CI: fail when it is not so", command: "ti-misp install-assets --diff" },
    {
      text: "Files for Terraform, or for sending by hand",
      command: "ti-misp install-assets --print assets --for elasticsearch",
    },
    {
      text: "The body of POST /_security/api_key for the scheduled command",
      command: "ti-misp install-assets --print-roles | " +
        `jq '{name: "ti-misp", role_descriptors: {sync: .["sync-attributes"]}}'`,
    },
  ],
  usage: "ti-misp install-assets [FLAGS]",
  flags: FLAGS,
  notes: [
    "An index whose mapping cannot be changed in place is replaced: its documents are copied to a " +
    "new one, which takes its place, and the old one goes when both hold equally many.",
  ],
  exitCodes: EXIT_CODES,
};

/** At most one thing is done at a time. */
const MODES = ["diff", "print", "print-roles", "uninstall"] as const;

function modeOf(values: Values): typeof MODES[number] | "apply" {
  const [mode = "apply", second] = MODES.filter((name) =>
    values[name] !== undefined && values[name] !== false
  );
  if (second !== undefined) {
    throw new UsageError(`Flags --${mode} and --${second} exclude each other`);
  }
  const misplaced = (["with-data", "yes"] as const).find((name) => values[name] === true);
  if (misplaced !== undefined && mode !== "uninstall") {
    throw new UsageError(`Flag --${misplaced} goes with --uninstall only`);
  }
  if (values.for !== undefined && mode !== "print" && mode !== "print-roles") {
    throw new UsageError("Flag --for goes with --print and --print-roles only");
  }
  if (values.for === "opensearch" && mode === "print-roles") {
    throw new UsageError(
      "Flag --print-roles prints roles of Elasticsearch only: OpenSearch has other names for " +
        "privileges, see the README",
    );
  }
  return mode;
}

function engineOf(given: string | undefined): Engine | undefined {
  if (given === undefined) return undefined;
  const engine = ENGINES.find((engine) => engine === given);
  if (engine !== undefined) return engine;
  throw new UsageError(
    `Flag --for takes one of ${ENGINES.join(", ")}, not "${given}"${didYouMean(given, ENGINES)}`,
  );
}

export const installAssets: Command = {
  name: "install-assets",
  text: "Prepare Elasticsearch: templates, indices, alias",
  help,
  flags: FLAGS,
  async run(world, argv) {
    const { values, settings } = parseArguments(argv, FLAGS);
    const mode = modeOf(values);
    const engine = engineOf(values.for);
    const [{ openSession }, { runInstallMode }] = await Promise.all([
      import("../lib/cli/session.ts"),
      import("../lib/run/install_modes.ts"),
    ]);
    const offline = mode === "print-roles" || engine !== undefined;
    using session = await openSession(
      world,
      values,
      settings,
      ({ kibana }) =>
        offline ? [] : ["elasticsearch", ...kibana.url === undefined ? [] : ["kibana"] as const],
    );
    return await runInstallMode(session, mode, {
      engine,
      place: values.print ?? "-",
      dryRun: values["dry-run"] === true,
      withData: values["with-data"] === true,
      yes: values.yes === true,
      json: values.json === true,
    });
  },
};
