/** What a command is: its help, its flags, and what it does. */
import type { World } from "../context.ts";
import type { Flag } from "./arguments.ts";
import type { Help } from "./help.ts";

export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly text: string;
  readonly help: Help;
  readonly flags: readonly Flag[];
  /** Resolves to the exit code; what it throws is told by `cli.ts`. */
  run(world: World, argv: readonly string[]): Promise<number>;
}
