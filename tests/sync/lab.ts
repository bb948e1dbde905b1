/** The loopback MISP and ends in memory, joined by the pipeline. */
import { assertEquals } from "@std/assert";
import type { MappingSettings } from "../../lib/ecs/settings.ts";
import { apiSource } from "../../lib/misp/api_source.ts";
import { MispClient } from "../../lib/misp/client.ts";
import { currentKeeper } from "../../lib/sync/current.ts";
import { withoutWriting } from "../../lib/sync/dry_run.ts";
import type { MaxDelete } from "../../lib/sync/guard.ts";
import type { Plan } from "../../lib/sync/plan.ts";
import { reconcile, type ReconcileSettings } from "../../lib/sync/reconcile.ts";
import { createScope } from "../../lib/sync/scope.ts";
import { attributeFilter, type Selection } from "../../lib/sync/selection.ts";
import { Tally } from "../../lib/sync/tally.ts";
import { testContext } from "../support/context.ts";
import { ManualClock } from "../support/fake_misp/clock.ts";
import { generate } from "../support/fake_misp/generate.ts";
import { MispModel } from "../support/fake_misp/model.ts";
import { FakeMisp } from "../support/fake_misp/server.ts";
import { MemoryState, MemoryTarget } from "./memory_ends.ts";

export const INSTANCE = "misp.example.org";

const MAPPING: MappingSettings = {
  dataset: "ti_misp.threat_attributes",
  mispUrl: "https://misp.example.org",
  tags: [],
  expirationMs: 0,
  attachments: false,
};

const SELECTION: Selection = {
  published: "only",
  toIds: "any",
  types: [],
  excludeTypes: [],
  tags: [],
  excludeTags: [],
  organisations: [],
  threatLevels: [],
  since: undefined,
  warninglists: "keep",
};

/** Nothing ends: what expires is another test's matter. */
const FOR_EVER = {
  basis: "for ever",
  load: () =>
    Promise.resolve({
      scoredTypes: new Set<string>(),
      forEvent: () => ({
        of: () => ({ decayedAtMs: undefined, rule: "none", scores: [], byModel: false }),
      }),
    }),
};

export interface RunOptions {
  readonly full?: boolean;
  readonly dryRun?: boolean;
  readonly selection?: Partial<Selection>;
  readonly basis?: string;
  readonly maxDelete?: MaxDelete;
  readonly events?: readonly string[];
}

export class Lab implements AsyncDisposable {
  readonly misp: FakeMisp;
  readonly clock: ManualClock;
  readonly target = new MemoryTarget();
  readonly state = new MemoryState();

  private constructor(misp: FakeMisp, clock: ManualClock) {
    this.misp = misp;
    this.clock = clock;
  }

  static async start(): Promise<Lab> {
    const clock = new ManualClock();
    const model = new MispModel(clock, 7);
    generate(model, { events: 12, attributes: 20, old: 0 });
    return new Lab(await FakeMisp.start({ model, pieces: true, seed: 3 }), clock);
  }

  get model() {
    return this.misp.model;
  }

  /** One run; returns its numbers. */
  async run(options: RunOptions = {}) {
    const context = testContext({ now: this.clock.now() * 1000 });
    using client = new MispClient(context, {
      url: this.misp.url,
      apiKey: { reveal: () => this.misp.key },
      timeoutMs: 10_000,
      userAgent: "test",
    });
    const source = apiSource(context, client, {
      instance: INSTANCE,
      attributesPerRequest: 100,
      concurrency: 2,
      page: { warninglists: false, attachments: false },
    });
    const ends = { source, target: this.target, state: this.state };
    const tally = new Tally();
    let plan: Plan | undefined;
    const before = this.misp.requests.count();
    await reconcile(
      options.dryRun ? withoutWriting(ends) : ends,
      this.#settings(options),
      tally,
      {
        planned: (made) => plan = made,
        eventDone: () => {},
        unreadable: () => {},
        incomplete: () => {},
        unsighted: () => {},
      },
    );
    if (!options.dryRun) this.state.run = this.#record();
    assertEquals(tally.imbalances(), []);
    const { created, updated, deleted } = tally.acknowledged;
    return {
      tally,
      counts: plan?.counts,
      requests: this.misp.requests.count() - before,
      writes: { created, updated, deleted },
    };
  }

  #settings(options: RunOptions): ReconcileSettings {
    const selection = { ...SELECTION, ...options.selection };
    return {
      mapping: MAPPING,
      selection,
      lifetimes: FOR_EVER,
      basis: options.basis ?? "basis",
      scope: createScope({
        events: new Set(options.events),
        since: undefined,
        shard: undefined,
      }),
      full: options.full ?? false,
      maxDelete: options.maxDelete ?? { kind: "percent", percent: 100 },
      attributesPerRequest: 100,
      concurrency: 2,
      shards: 1,
      keepsDocuments: true,
      lastRun: this.state.run,
      keeper: currentKeeper({
        mapping: MAPPING,
        filter: attributeFilter(selection),
        expiry: { action: "delete", keepMs: 0 },
        expires: () => true,
      }),
      now: this.clock.now() * 1000,
    };
  }

  #record() {
    return {
      command: "sync-attributes",
      instance: INSTANCE,
      shard: "1/1",
      startedAt: 0,
      finishedAt: 0,
      exitCode: 0,
      summary: {},
      sightingsUntil: this.clock.now(),
    };
  }

  /** What MISP's own records say should be indexed, but for events that are being edited. */
  wanted(): string[] {
    const { events, attributes } = this.model.store;
    const published = new Map(
      events.filter((event) => event.published).map((event) => [event.id, event]),
    );
    const wanted: string[] = [];
    for (const attribute of attributes) {
      const event = published.get(attribute.eventId);
      if (event === undefined || attribute.deleted || attribute.hidden) continue;
      if (event.objects.some(({ id, deleted }) => id === attribute.objectId && deleted)) continue;
      wanted.push(`${INSTANCE}:${attribute.uuid}`);
    }
    return wanted.toSorted();
  }

  get indexed(): string[] {
    return [...this.target.lines.keys()].toSorted();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.misp.close();
  }
}
