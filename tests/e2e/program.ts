/** The program as a user runs it: a process with its own environment, and nothing of ours in it. */
import { PROJECT } from "../support/project.ts";

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly stdin?: string;
  readonly signal?: AbortSignal;
}

/** The compiled program when `TI_MISP_TEST_PROGRAM` names it, else `deno run`. */
function commandLine(args: readonly string[]): { command: string; args: string[] } {
  const program = Deno.env.get("TI_MISP_TEST_PROGRAM");
  if (program !== undefined) return { command: program, args: [...args] };
  return {
    command: Deno.execPath(),
    args: ["run", "-q", "-P", `--config=${PROJECT}/deno.json`, `${PROJECT}/cli.ts`, ...args],
  };
}

/** What a program needs of the environment to run at all. */
function baseEnvironment(): Record<string, string> {
  const kept = ["PATH", "HOME", "DENO_DIR", "TMPDIR", "TZ", "XDG_CACHE_HOME"];
  const env = Deno.env.toObject();
  return Object.fromEntries(kept.flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value]];
  }));
}

export function startProgram(
  args: readonly string[],
  options: ProgramOptions = {},
): Deno.ChildProcess {
  const { command, args: all } = commandLine(args);
  return new Deno.Command(command, {
    args: all,
    clearEnv: true,
    env: { ...baseEnvironment(), NO_COLOR: "1", ...options.env },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

export async function runProgram(
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<Outcome> {
  const child = startProgram(args, options);
  const writer = child.stdin.getWriter();
  const sent = writer.write(new TextEncoder().encode(options.stdin ?? "")).then(() =>
    writer.close()
  );
  const { code, stdout, stderr } = await child.output();
  await sent.catch(() => {});
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}
