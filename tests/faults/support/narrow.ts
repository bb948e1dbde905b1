/** The program with no more permissions than its settings name, and no command that it might run. */
import { commandLine, COMPILED } from "./command_line.ts";
import type { Trial } from "./trial.ts";

/** What a run with these settings needs: two servers, one folder, and the names of settings. */
export function narrowPermissions(trial: Trial): readonly string[] {
  return [
    "--no-prompt",
    `--allow-net=127.0.0.1:${trial.mispGate.port},127.0.0.1:${trial.elasticGate.port}`,
    "--allow-env",
    `--allow-read=${trial.directory}`,
    `--allow-write=${trial.directory}`,
    "--allow-sys=ca,hostname",
  ];
}

/** A compiled program has its permissions built in. */
export function narrowed(trial: Trial, args: readonly string[]) {
  const permissions = narrowPermissions(trial);
  return COMPILED === undefined ? { command: commandLine(args, { permissions }) } : {};
}
