/** One question to MISP, with what its headers and the time it took tell. */
import type { Clock } from "../../context.ts";
import type { MispClient, MispRequest } from "../../misp/client.ts";
import { MalformedAnswer } from "../../misp/elements.ts";

export interface Asked {
  readonly body: unknown;
  readonly headers: Headers;
  /** Epoch milliseconds on this machine's clock. */
  readonly sentAt: number;
  readonly answeredAt: number;
}

/** @throws {RequestError} for anything that is not an answer with JSON. */
export async function askMisp(
  client: MispClient,
  clock: Pick<Clock, "now">,
  request: MispRequest,
): Promise<Asked> {
  const sentAt = clock.now();
  return await client.request(request, async ({ headers, text }) => {
    const answeredAt = clock.now();
    return { body: parse(await text()), headers, sentAt, answeredAt };
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new MalformedAnswer("The answer is not valid JSON", { cause });
  }
}
