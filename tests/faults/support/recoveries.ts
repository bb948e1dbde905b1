/** How long it took after a fault until all was as it should be. */
import { assert } from "@std/assert";

/** No fault of these tests lasts, so that nothing may take longer than a minute of patience. */
const AT_MOST_MS = 120_000;

export class Recoveries {
  #count = 0;
  #longest = { what: "none", ms: 0 };

  /** @param ms of the run that made the fault good, be it the one that met it or the next */
  add(what: string, ms: number): void {
    this.#count++;
    if (ms > this.#longest.ms) this.#longest = { what, ms };
  }

  /** A line in the report of the test. */
  async tell(t: Deno.TestContext): Promise<void> {
    const { what, ms } = this.#longest;
    const seconds = (ms / 1000).toFixed(1);
    await t.step(`${this.#count} recoveries, the longest in ${seconds} s after "${what}"`, () => {
      assert(ms < AT_MOST_MS, "it takes too long");
    });
  }
}
