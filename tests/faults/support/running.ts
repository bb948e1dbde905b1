/** The program at work: its outcome, and its log lines as they come. */
import { commandLine } from "./command_line.ts";

/** No run of these tests takes so long: one that does hangs. */
const HANGS_AFTER_MS = 180_000;

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** In place of the program itself, such as a shell around it. */
  readonly command?: readonly [string, ...string[]] | undefined;
}

export interface Ended {
  readonly code: number;
  readonly signal: Deno.Signal | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

export class Running {
  readonly child: Deno.ChildProcess;
  readonly ended: Promise<Ended>;
  #stderr = "";
  #closed = false;
  #watchers: (() => void)[] = [];

  constructor(args: readonly string[], { env, cwd, command }: StartOptions = {}) {
    const [name, ...rest] = command ?? commandLine(args);
    this.child = new Deno.Command(name, {
      args: rest,
      clearEnv: true,
      env: { ...baseEnvironment(), ...env },
      ...(cwd === undefined ? {} : { cwd }),
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.ended = this.#watch();
  }

  kill(signal: Deno.Signal): void {
    this.child.kill(signal);
  }

  /** Resolves when standard error holds the pattern; rejects when the program ends without. */
  async logged(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.#stderr)) {
      if (this.#closed) throw new Error(`The program never wrote ${pattern}: ${this.#stderr}`);
      await new Promise<void>((resolve) => this.#watchers.push(resolve));
    }
  }

  async #watch(): Promise<Ended> {
    const start = performance.now();
    const hang = setTimeout(() => this.child.kill("SIGKILL"), HANGS_AFTER_MS);
    const [stdout, , { code, signal }] = await Promise.all([
      new Response(this.child.stdout).text(),
      this.#readLog(),
      this.child.status,
    ]);
    clearTimeout(hang);
    return { code, signal, stdout, stderr: this.#stderr, ms: performance.now() - start };
  }

  async #readLog(): Promise<void> {
    for await (const text of this.child.stderr.pipeThrough(new TextDecoderStream())) {
      this.#stderr += text;
      this.#wake();
    }
    this.#closed = true;
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#watchers.splice(0)) wake();
  }
}

/** What a program needs of the environment to run at all. */
function baseEnvironment(): Record<string, string> {
  const kept = ["PATH", "HOME", "DENO_DIR", "TZ", "XDG_CACHE_HOME"];
  const found = kept.map((name) => [name, Deno.env.get(name)] as const);
  return {
    NO_COLOR: "1",
    ...Object.fromEntries(
      found.filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
  };
}
