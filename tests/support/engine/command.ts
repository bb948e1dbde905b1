export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  /** Environment is `env` alone, nothing inherited. */
  readonly clearEnv?: boolean;
  readonly input?: string;
  readonly signal?: AbortSignal;
}

/** Runs a command and gives its standard output; throws with its standard error when it fails. */
export async function run(
  command: string,
  args: readonly string[],
  { input, ...options }: CommandOptions = {},
): Promise<string> {
  const child = new Deno.Command(command, {
    args: [...args],
    stdin: input === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
    ...options,
  }).spawn();
  if (input !== undefined) await feed(child, input);
  const { success, code, stdout, stderr } = await child.output();
  const text = new TextDecoder();
  if (success) return text.decode(stdout);
  const said = `${text.decode(stderr)}${text.decode(stdout)}`.trim().slice(-2_000);
  throw new Error(`Cannot run "${command} ${args[0] ?? ""}": exit code ${code}: ${said}`);
}

async function feed(child: Deno.ChildProcess, input: string): Promise<void> {
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(input));
  await writer.close();
}

export async function isCommand(name: string): Promise<boolean> {
  try {
    await run("sh", ["-c", `command -v ${name}`]);
    return true;
  } catch {
    return false;
  }
}

/** Servers of this kind refuse to run as root: then they run as `nobody`. */
export function asServerUser(command: readonly string[]): readonly string[] {
  if (Deno.uid() !== 0) return command;
  return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", ...command];
}

export async function giveToServerUser(folder: string): Promise<void> {
  if (Deno.uid() === 0) await run("chown", ["-R", "nobody:nogroup", folder]);
}

export async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
