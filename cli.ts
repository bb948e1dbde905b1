/** argv → command → exit code; the process's signals; nothing else. */
import config from "./deno.json" with { type: "json" };
import { errorAnnotation, inGithubActions } from "./lib/cli/annotations.ts";
import { UsageError } from "./lib/cli/arguments.ts";
import { EXIT, exitCodeOf } from "./lib/cli/exit.ts";
import { renderHelp } from "./lib/cli/help.ts";
import { plainLines } from "./lib/cli/plain_text.ts";
import { systemWorld, type World } from "./lib/context.ts";
import { Interrupted, messageOf } from "./lib/errors.ts";
import { commandNamed, HELP } from "./tasks/mod.ts";

export async function main(world: World, argv: readonly string[]): Promise<number> {
  const [name = "--help", ...rest] = argv;
  try {
    if (["--version", "-V", "version"].includes(name)) {
      await world.stdout.write(`ti-misp ${world.version}\n`);
      return EXIT.done;
    }
    const wantsHelp = ["--help", "-h", "help"].includes(name);
    const command = wantsHelp && rest[0] === undefined ? undefined : commandNamed(
      wantsHelp ? rest[0] ?? "" : name,
    );
    if (command === undefined || wantsHelp || rest.includes("--help") || rest.includes("-h")) {
      await world.stdout.write(renderHelp(command?.help ?? HELP));
      return EXIT.done;
    }
    return await command.run(world, rest);
  } catch (error) {
    const message = plainLines(messageOf(error));
    world.stderr.writeSync(`ti-misp: ${message}\n`);
    if (inGithubActions(world.env)) {
      world.stderr.writeSync(errorAnnotation({ title: "ti-misp", message }));
    }
    if (error instanceof UsageError) {
      world.stderr.writeSync("Run ti-misp --help, or ti-misp COMMAND --help\n");
    }
    return exitCodeOf(error);
  }
}

/** The first signal lets the current writes finish and be recorded; the second ends at once. */
function stopOnSignals(): AbortSignal {
  const controller = new AbortController();
  const stop = (name: string, exitCode: number) => () => {
    if (controller.signal.aborted) Deno.exit(exitCode);
    controller.abort(new Interrupted(`Interrupted by ${name}`, exitCode));
  };
  Deno.addSignalListener("SIGINT", stop("SIGINT", EXIT.interrupted));
  if (Deno.build.os !== "windows") {
    Deno.addSignalListener("SIGTERM", stop("SIGTERM", EXIT.terminated));
  }
  return controller.signal;
}

if (import.meta.main) {
  const code = await main(systemWorld(config.version, stopOnSignals()), Deno.args);
  // A socket that lingers must not keep a finished run alive.
  Deno.exit(code);
}
