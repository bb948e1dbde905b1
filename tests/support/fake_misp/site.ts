import type { Account } from "./account.ts";
import type { Answer } from "./answer.ts";
import type { RateLimiter } from "./rate_limit.ts";
import type { MispRequest, Parameters } from "./request.ts";
import type { Store } from "./store.ts";

/** What the routes see of the server; a test may change the settings while it runs. */
export interface Site {
  readonly store: Store;
  readonly account: Account;
  readonly rateLimit: RateLimiter;
  readonly origin: string;
  /** False is maintenance: everybody but site administrators is sent to the login page. */
  live: boolean;
  /**
   * A search without a limit that finds more rows than this sends some of them twice (a bug of MISP,
   * measured with 2 GB of memory). How many is `doubledRows`.
   */
  doublingAbove: number;
  doubledRows: number;
}

export type Route = (site: Site, request: MispRequest, parameters: Parameters) => Answer;
