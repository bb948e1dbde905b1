/** `check` in this process, against a loopback MISP and a file for an output. */
import { generate } from "../support/fake_misp/generate.ts";
import { MispModel } from "../support/fake_misp/model.ts";
import { FakeMisp, type FakeMispOptions } from "../support/fake_misp/server.ts";
import { runInProcess } from "./in_process.ts";

export interface CheckedFinding {
  readonly section: string;
  readonly name: string;
  readonly level: string;
  readonly text: string;
  readonly advice?: string;
}

export interface Checked {
  readonly code: number;
  readonly exit_code: number;
  readonly findings: readonly CheckedFinding[];
  readonly settings: readonly {
    readonly path: string;
    readonly value: string;
    readonly origin: string;
  }[];
  readonly stderr: string;
}

/** Levels by name: one finding that is no success stands for all of its name. */
export function levels(checked: Checked, section: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const finding of checked.findings) {
    if (finding.section !== section) continue;
    if (found[finding.name] === undefined || finding.level !== "ok") {
      found[finding.name] = finding.level;
    }
  }
  return found;
}

export function textOf(checked: Checked, name: string): string {
  return checked.findings.filter((finding) => finding.name === name)
    .map(({ text, advice }) => `${text}: ${advice}`).join("\n");
}

export interface CheckOptions {
  readonly args?: readonly string[];
  /** Epoch milliseconds on this machine's clock. */
  readonly now?: number;
}

export async function check(
  env: Readonly<Record<string, string>>,
  { args = [], now }: CheckOptions = {},
): Promise<Checked> {
  const options = now === undefined ? { env } : { env, now };
  const { code, stdout, stderr } = await runInProcess(["check", "--json", ...args], options);
  return { ...JSON.parse(stdout), code, stderr };
}

/** A MISP of some events, and the environment with which `check` looks at it and at a file. */
export async function withMisp(
  options: FakeMispOptions,
  work: (misp: FakeMisp, env: Record<string, string>) => Promise<void>,
): Promise<void> {
  const model = new MispModel({ now: () => Math.floor(Date.now() / 1000) }, 7);
  generate(model, { events: 20, attributes: 20 });
  await using misp = await FakeMisp.start({ model, account: { role: "read only" }, ...options });
  const directory = await Deno.makeTempDir({ prefix: "ti-misp-check-" });
  try {
    await work(misp, {
      MISP_URL: misp.url,
      MISP_API_KEY: misp.key,
      TI_MISP_OUTPUT: `ndjson:${directory}/out.ndjson`,
      TI_MISP_RUN_DEAD_LETTERS: `${directory}/dead-letters.ndjson`,
    });
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}
