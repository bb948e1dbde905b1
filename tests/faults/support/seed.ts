/** What an earlier run left in Elasticsearch, copied to other instances as if each had made it. */
import { engineRequest, type Hit, hitsWith } from "./engine_request.ts";
import type { Trial } from "./trial.ts";

export interface Seed {
  readonly instance: string;
  readonly documents: readonly Hit[];
  /** Ledger and last run. */
  readonly state: readonly Hit[];
}

export async function seedOf(trial: Trial): Promise<Seed> {
  const { engine, index, instance } = trial.place;
  return {
    instance,
    documents: await hitsWith(engine, index, "misp.instance", instance),
    state: await hitsWith(engine, trial.stateIndex, "instance", instance),
  };
}

export async function sow({ instance, documents, state }: Seed, trial: Trial): Promise<void> {
  const { engine, index, instance: next } = trial.place;
  const lines = (into: string, hits: readonly Hit[]) =>
    hits.map(({ _id, _source }) =>
      JSON.stringify({ index: { _index: into, _id: _id.replace(instance, next) } }) + "\n" +
      JSON.stringify(_source).replace(`"instance":"${instance}"`, `"instance":"${next}"`) + "\n"
    );
  const body = [...lines(index, documents), ...lines(trial.stateIndex, state)].join("");
  const { errors } = await engineRequest(engine, "POST", "/_bulk?refresh=true", body);
  if (errors !== false) throw new Error("What an earlier run left could not be copied");
}
