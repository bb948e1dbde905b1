/** Where an effective value came from. */
export interface Origin {
  readonly kind: "flag" | "environment" | "file" | "default";
  /** The flag (`--since`), the environment variable or the file; empty for a default. */
  readonly name: string;
}

export interface Problem {
  /** The configuration key, or the environment variable that is none. */
  readonly path: string;
  readonly origin?: Origin | undefined;
  readonly message: string;
}

export function describeOrigin({ kind, name }: Origin): string {
  const words = { flag: "flag", environment: "environment variable", file: "file", default: "" };
  return kind === "default" ? "default" : `${words[kind]} ${name}`;
}

function describe({ path, origin, message }: Problem): string {
  const from = origin === undefined || origin.kind === "default"
    ? ""
    : ` (${describeOrigin(origin)})`;
  return `${path}: ${message}${from}`;
}

/** Everything that is wrong with the configuration, at once; exit code 2. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const lines = problems.map((problem) => `\n  ${describe(problem)}`).join("");
    super(`Configuration has ${problems.length === 1 ? "a problem" : "problems"}:${lines}`);
    this.problems = problems;
  }
}
