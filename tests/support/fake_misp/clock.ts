/** Epoch seconds, as MISP stamps its rows. */
export interface Clock {
  now(): number;
}

/** 2026-11-25T09:46:40Z: a fixed start, so that no test depends on the day it runs. */
export const DEFAULT_NOW = 1_795_600_000;

/** A clock that stands still until the test moves it. */
export class ManualClock implements Clock {
  #now: number;

  constructor(now: number = DEFAULT_NOW) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  set(now: number): void {
    this.#now = now;
  }

  advance(seconds: number): number {
    this.#now += seconds;
    return this.#now;
  }
}
