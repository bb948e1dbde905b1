/** Where a MISP feed lies: a directory, or a URL that ends in one. */
import { RequestError } from "../errors.ts";
import type { Traffic } from "../sync/types.ts";
import type { MispClient } from "./client.ts";

export interface FeedFiles {
  /** The text of a file of the feed, by its plain name. */
  read(name: string): Promise<string>;
  readonly traffic: Traffic;
}

export function feedDirectory(path: string): FeedFiles {
  const traffic = { requests: 0, bytesRead: 0, bytesWritten: 0 };
  return {
    traffic,
    async read(name) {
      const text = await Deno.readTextFile(`${path}/${name}`).catch((cause) => {
        throw new RequestError(`Cannot read "${name}" of the feed in "${path}"`, {
          kind: "missing",
          cause,
        });
      });
      traffic.bytesRead += text.length;
      return text;
    },
  };
}

/** A client without a key, whose URL is the feed's. */
export function feedUrl(client: MispClient): FeedFiles {
  return {
    get traffic() {
      return client.traffic;
    },
    read: (name) =>
      client.request(
        { method: "GET", path: `/${name}`, heavyAttempts: 3 },
        (answer) => answer.text(),
      ),
  };
}
