/** From argv to settings in force: the same steps for every command. */
import type { Context, LogLevel, World } from "../context.ts";
import type { Config } from "../config/schema.ts";
import { loadConfig, type LoadedConfig } from "../config/load.ts";
import { redactor } from "../config/redact.ts";
import type { Server } from "../config/servers.ts";
import { systemSources } from "../config/sources.ts";
import { Interrupted } from "../errors.ts";
import type { FlagSetting } from "./arguments.ts";
import type { CommonValues } from "./common_flags.ts";
import { EXIT } from "./exit.ts";
import { createLog } from "./log.ts";

export interface Session extends Disposable {
  readonly context: Context;
  readonly loaded: LoadedConfig;
  readonly config: Config;
  readonly redact: (text: string) => string;
  /** Epoch milliseconds at which the run must have ended; undefined without `run.max_duration`. */
  readonly deadline: number | undefined;
  readonly quiet: boolean;
}

function levelOf({ quiet, verbose }: CommonValues, config: Config): LogLevel {
  if (quiet === true) return "warn";
  return verbose === true ? "debug" : config.log.level;
}

/** Aborts when the world's signal does, and when the run has lasted too long. */
function runSignal(world: World, maxDuration: number | undefined) {
  if (maxDuration === undefined) return { signal: world.signal, end: () => {} };
  const controller = new AbortController();
  const timer = setTimeout(() => {
    const seconds = Math.round(maxDuration / 1000);
    controller.abort(
      new Interrupted(`Stopped after run.max_duration (${seconds} s)`, EXIT.tryLater),
    );
  }, maxDuration);
  return {
    signal: AbortSignal.any([world.signal, controller.signal]),
    end: () => clearTimeout(timer),
  };
}

/** Loads the configuration and makes the context that it asks for. */
export async function openSession(
  world: World,
  values: CommonValues,
  settings: readonly FlagSetting[],
  needs: (config: Config) => readonly Server[],
): Promise<Session> {
  const loaded = await loadConfig(systemSources(world.env), {
    flags: settings,
    file: values.config,
    needs,
  });
  const { config } = loaded;
  const redact = redactor(loaded.secrets);
  const log = createLog(world.clock, world.stderr, {
    format: config.log.format,
    level: levelOf(values, config),
    redact,
  });
  for (const warning of loaded.warnings) log.warn(warning);
  const { signal, end } = runSignal(world, config.run.max_duration);
  return {
    context: { ...world, log, signal },
    loaded,
    config,
    redact,
    deadline: config.run.max_duration === undefined
      ? undefined
      : world.clock.now() + config.run.max_duration,
    quiet: values.quiet === true,
    [Symbol.dispose]: end,
  };
}
