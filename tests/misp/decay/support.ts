/** Models for tests of the decay computation. */
import type { DecayingModel } from "../../../lib/misp/decay/models.ts";

export function model(fields: Partial<DecayingModel> = {}): DecayingModel {
  return {
    id: "1",
    name: "Test model",
    formula: "polynomial",
    lifetimeDays: 3,
    decaySpeed: 2.3,
    threshold: 30,
    defaultBaseScore: 80,
    baseScoreConfig: new Map(),
    types: new Set(["ip-dst"]),
    enabled: true,
    ...fields,
  };
}

/** 2026-11-25T00:00:00Z. */
export const T0 = 1_795_564_800_000;
export const DAY = 86_400_000;
