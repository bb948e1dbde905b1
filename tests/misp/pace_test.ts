import { assertEquals, assertRejects } from "@std/assert";
import { RequestError } from "../../lib/errors.ts";
import { Pace } from "../../lib/misp/pace.ts";

const REFUSAL = new RequestError("POST / was too much", { kind: "malformed" });

/** A MISP for which a row takes so long, by the number of requests that run at a time. */
class Server {
  now = 0;
  readonly pace: Pace;
  readonly #msARow: (requests: number) => number;

  constructor(limits: { rows: number; requests: number }, msARow: (requests: number) => number) {
    this.pace = new Pace(limits, { now: () => this.now });
    this.#msARow = msARow;
  }

  async answer(times: number): Promise<void> {
    for (let time = 0; time < times; time++) {
      await this.pace.run(() => {
        const { rows, requests } = this.pace;
        this.now += rows * this.#msARow(requests);
        return Promise.resolve({ rows: { size: rows } });
      });
    }
  }

  refuse(): Promise<unknown> {
    return assertRejects(() => this.pace.run(() => Promise.reject(REFUSAL)), RequestError);
  }

  get state(): readonly number[] {
    return [this.pace.rows, this.pace.requests];
  }
}

Deno.test("Pace begins with two requests at a time, or with fewer where the limit is lower", () => {
  const begin = (requests: number) => new Server({ rows: 10_000, requests }, () => 1).state;
  assertEquals([1, 2, 8].map(begin), [[10_000, 1], [10_000, 2], [10_000, 2]]);
});

Deno.test("Pace asks for more at a time while that makes a row cheaper, up to the limit", async () => {
  const server = new Server({ rows: 10_000, requests: 6 }, () => 1);
  await server.answer(100);
  assertEquals(server.state, [10_000, 6]);
});

Deno.test("Pace asks for no more at a time when that makes a row no cheaper", async () => {
  const server = new Server({ rows: 10_000, requests: 16 }, (requests) => Math.max(3, requests));
  await server.answer(500);
  assertEquals(server.state, [10_000, 4]);
});

Deno.test("Pace asks for less after a failure, and for more again when all is well", async () => {
  const server = new Server({ rows: 10_000, requests: 2 }, () => 1);
  await server.refuse();
  assertEquals(server.state, [5000, 1]);
  for (let time = 0; time < 10; time++) await server.refuse();
  assertEquals(server.state, [500, 1]);
  await server.answer(50);
  assertEquals(server.state, [10_000, 2]);
});

Deno.test("Pace never asks for fewer rows than a low setting", async () => {
  const server = new Server({ rows: 100, requests: 2 }, () => 1);
  await server.refuse();
  assertEquals(server.state, [100, 1]);
});

Deno.test("Pace lets no more requests run than it says, in the order they came", async () => {
  const pace = new Pace({ rows: 10, requests: 2 }, { now: () => 0 });
  let running = 0;
  let most = 0;
  const begun: number[] = [];
  await Promise.all(Array.from({ length: 9 }, (_, at) =>
    pace.run(async () => {
      begun.push(at);
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 1));
      running--;
      return { rows: { size: 10 } };
    })));
  assertEquals([most, begun], [2, [0, 1, 2, 3, 4, 5, 6, 7, 8]]);
});
