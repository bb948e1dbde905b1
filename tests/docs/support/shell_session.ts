/** Runs the shell blocks of one document one after the other, as its reader would in one terminal. */
import { PROJECT } from "../../support/project.ts";
import type { Fence } from "./markdown.ts";
import { linesOf } from "./shell_lines.ts";
import { whyNotRun } from "./not_run.ts";

export interface SessionOptions {
  /** What stands in the text, and what is meant by it here. */
  readonly replacements: Readonly<Record<string, string>>;
  /** Set before the first block. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface BlockOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a checkout holds that commands of the documentation touch. */
const PARTS = ["cli.ts", "deno.json", "deno.lock", "lib", "tasks", "docs"];

export class ShellSession implements AsyncDisposable {
  readonly directory: string;
  readonly #options: SessionOptions;

  private constructor(directory: string, options: SessionOptions) {
    this.directory = directory;
    this.#options = options;
  }

  static async start(options: SessionOptions): Promise<ShellSession> {
    const directory = await Deno.makeTempDir({ prefix: "ti-misp-docs-" });
    const session = new ShellSession(directory, options);
    await session.#prepare();
    return session;
  }

  async #prepare(): Promise<void> {
    for (const part of PARTS) await copy(`${PROJECT}/${part}`, `${this.directory}/${part}`);
    await Deno.mkdir(`${this.directory}/tests`);
    await copy(`${PROJECT}/tests/fixtures`, `${this.directory}/tests/fixtures`);
    await Deno.mkdir(`${this.directory}/.bin`);
    await this.#script("npx", npxScript());
    await this.#script("ti-misp", programScript());
    const variables = Object.entries(this.#options.env ?? {});
    await this.writeFile(".env", variables.map(([name, value]) => `${name}='${value}'\n`).join(""));
  }

  async #script(name: string, text: string): Promise<void> {
    await Deno.writeTextFile(`${this.directory}/.bin/${name}`, text, { mode: 0o755 });
  }

  async writeFile(name: string, text: string): Promise<void> {
    await Deno.writeTextFile(`${this.directory}/${name}`, this.#replace(text), { mode: 0o600 });
  }

  /** Runs a block's commands, but for those that no test can run; undefined when none is left. */
  async run({ body }: Pick<Fence, "body">): Promise<BlockOutcome | undefined> {
    const lines = linesOf(body).filter((line) => whyNotRun(line) === undefined);
    if (lines.length === 0) return undefined;
    const script = ["set -a; . ./.env; set +a", ...lines, "export -p > .env"].join("\n");
    const { code, stdout, stderr } = await new Deno.Command("bash", {
      args: ["-euo", "pipefail", "-c", this.#replace(script)],
      cwd: this.directory,
      clearEnv: true,
      env: this.#environment(),
      stdin: "null",
    }).output();
    const text = new TextDecoder();
    return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
  }

  #environment(): Record<string, string> {
    const path = Deno.env.get("PATH") ?? "/usr/bin:/bin";
    return {
      PATH: `${this.directory}/.bin:${path}`,
      HOME: this.directory,
      DENO_DIR: Deno.env.get("DENO_DIR") ?? `${Deno.env.get("HOME")}/.cache/deno`,
      NO_COLOR: "1",
    };
  }

  #replace(text: string): string {
    return Object.entries(this.#options.replacements)
      .reduce((text, [shown, meant]) => text.replaceAll(shown, meant), text);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.directory, { recursive: true });
  }
}

/** The Deno that runs the tests, in place of the same version from the registry. */
function npxScript(): string {
  return `#!/bin/sh\n[ "$1 $2" = "-y deno@2.9.4" ] || exit 97\nshift 2\nexec '${Deno.execPath()}' "$@"\n`;
}

/** The compiled program when `TI_MISP_TEST_PROGRAM` names it, else `deno run`. */
function programScript(): string {
  const program = Deno.env.get("TI_MISP_TEST_PROGRAM");
  const command = program === undefined
    ? `'${Deno.execPath()}' run -q -P --config='${PROJECT}/deno.json' '${PROJECT}/cli.ts'`
    : `'${program}'`;
  return `#!/bin/sh\nexec ${command} "$@"\n`;
}

async function copy(from: string, to: string): Promise<void> {
  const { isDirectory } = await Deno.stat(from);
  if (!isDirectory) return await Deno.copyFile(from, to);
  await Deno.mkdir(to);
  for await (const { name } of Deno.readDir(from)) await copy(`${from}/${name}`, `${to}/${name}`);
}
