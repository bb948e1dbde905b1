/** What loading a configuration may ask of the world. */
export interface ConfigSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  readTextFile(path: string): Promise<string>;
  /** Runs a program and gives its standard output; rejects when it fails. */
  run(command: readonly string[]): Promise<string>;
  /** The permission bits of a file, or `null` where files have none. */
  stat?(path: string): Promise<{ readonly mode: number | null }>;
}

async function run(command: readonly string[]): Promise<string> {
  const [program = "", ...args] = command;
  const { success, code, stdout } = await new Deno.Command(program, {
    args,
    stdin: "null",
    stdout: "piped",
    // What a password manager has to say is for the user's eyes.
    stderr: "inherit",
  }).output();
  if (!success) throw new Error(`exit status ${code}`);
  return new TextDecoder().decode(stdout);
}

export function systemSources(env: ConfigSources["env"]): ConfigSources {
  return {
    env,
    readTextFile: (path) => Deno.readTextFile(path),
    run,
    stat: (path) => Deno.stat(path),
  };
}
