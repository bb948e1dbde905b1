/**
 * A secret has three places: written out, in a file, from a command. The strongest layer that names
 * any of them decides, so that an environment variable replaces a file named in the YAML.
 */
import type { Layer, Setting } from "./layers.ts";
import type { Problem } from "./problem.ts";

const SECRETS = [
  "misp.api_key",
  "elasticsearch.api_key",
  "elasticsearch.password",
  "kibana.api_key",
] as const;

function secretOf(path: string): string | undefined {
  const name = path.replace(/_(?:file|command)$/, "");
  return SECRETS.find((secret) => secret === name);
}

function twice(settings: readonly Setting[]): readonly Problem[] {
  return SECRETS.flatMap((secret) => {
    const [first, second] = settings.filter(({ path }) => secretOf(path) === secret);
    if (first === undefined || second === undefined) return [];
    return [{
      path: second.path,
      origin: second.origin,
      message: `Set only one of this and ${first.path} (${first.origin.name})`,
    }];
  });
}

/** The same layers, strongest last, with each secret's places left in one layer only. */
export function settleSecrets(layers: readonly Layer[]): readonly Layer[] {
  const settled = new Set<string>();
  return layers.toReversed().map(({ settings, problems }): Layer => {
    const kept = settings.filter(({ path }) => !settled.has(secretOf(path) ?? ""));
    for (const { path } of kept) settled.add(secretOf(path) ?? path);
    return { settings: kept, problems: [...problems, ...twice(kept)] };
  }).toReversed();
}
