import type { MispModel } from "./model.ts";
import type { DecayingModel, Tag, TagLink } from "./records.ts";

/** Gives a tag another numerical value; no event moves. */
export function setTagValue(model: MispModel, name: string, numericalValue: string | null): Tag {
  const { store } = model;
  const tag = { ...store.tag(name), numericalValue };
  const swap = (link: TagLink) => link.tag.name === name ? { ...link, tag } : link;
  store.tags.set(name, tag);
  for (const row of [...store.events, ...store.attributes]) {
    if (row.tags.some((link) => link.tag.name === name)) row.tags = row.tags.map(swap);
  }
  return tag;
}

/** Changes one decaying model, or adds it when its id is new; no event moves. */
export function setDecayingModel(model: MispModel, changed: DecayingModel): void {
  const others = model.store.decayingModels.filter(({ id }) => id !== changed.id);
  model.store.decayingModels = [...others, changed].sort((a, b) => a.id - b.id);
}

/** A list of exact values that `enforceWarninglist` drops and `includeWarninglistHits` names. */
export function addWarninglist(model: MispModel, name: string, values: readonly string[]): void {
  const id = model.store.warninglists.length + 1;
  const list = { id, name, category: "false_positive", values: new Set(values) };
  model.store.warninglists.push(list);
}
