/** Workflows of GitHub Actions, as far as a test must understand them. */
import { parse } from "@std/yaml";

export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Job {
  readonly "timeout-minutes"?: number;
  readonly strategy?: { readonly matrix: Readonly<Record<string, unknown>> };
  readonly steps: readonly Step[];
}

export interface Workflow {
  readonly on: {
    readonly schedule?: readonly { readonly cron: string }[];
    readonly workflow_dispatch?: {
      readonly inputs: Readonly<Record<string, { readonly options?: readonly string[] }>>;
    };
  };
  readonly permissions: Readonly<Record<string, string>>;
  readonly concurrency: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly jobs: Readonly<Record<string, Job>>;
}

export function parseWorkflow(text: string): Workflow {
  return parse(text) as Workflow;
}

/** What expressions stand for in one run of a workflow: `inputs.since` → `30d`. */
export type Facts = Readonly<Record<string, string>>;

/** `${{ a.b || 'text' }}`: the first that is not empty. Anything more is refused. */
export function evaluate(text: string, facts: Facts): string {
  return text.replaceAll(/\$\{\{ *(.*?) *\}\}/g, (_, expression: string) => {
    const values = expression.split("||").map((part) => valueOf(part.trim(), facts));
    return values.find((value) => value !== "") ?? "";
  });
}

function valueOf(part: string, facts: Facts): string {
  const quoted = /^'([^']*)'$/.exec(part)?.[1];
  if (quoted !== undefined) return quoted;
  const value = facts[part];
  if (value === undefined) throw new Error(`Cannot evaluate "${part}"`);
  return value;
}
