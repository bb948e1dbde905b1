import { type Answer, MispError } from "./answer.ts";
import type { Parameters } from "./request.ts";

/** Above this many rows the text is made while it is sent, and the answer has no length. */
const EAGER_ROWS = 50_000;

/** Rows joined into one part: enough to write quickly, few enough to hold. */
const ROWS_PER_PART = 100;

export interface SearchResult<T> {
  readonly rows: readonly T[];
  readonly text: (row: T) => string;
  /** What stands before the first row and after the last. */
  readonly frame: readonly [string, string];
  readonly resultCount: number;
  readonly skipped?: number;
  readonly headers?: Record<string, string>;
}

export const ATTRIBUTE_FRAME = [`{"response": {"Attribute": [`, `]}}\n`] as const;
export const LIST_FRAME = [`{"response": [`, `]}\n`] as const;

export function searchAnswer<T>(result: SearchResult<T>): Answer {
  const parts = written(result);
  return {
    status: 200,
    headers: {
      ...result.headers,
      "X-Result-Count": String(result.resultCount),
      "X-Export-Module-Used": "json",
      "X-Response-Format": "json",
      "X-Skipped-Elements-Count": String(result.skipped ?? 0),
      "Content-Type": "application/json; charset=UTF-8",
    },
    parts: result.rows.length <= EAGER_ROWS ? [...parts] : parts,
  };
}

function* written<T>({ rows, text, frame: [start, end] }: SearchResult<T>): Generator<string> {
  let part: string = start;
  let count = 0;
  for (const row of rows) {
    part += count === 0 ? text(row) : `,${text(row)}`;
    if (++count % ROWS_PER_PART === 0) {
      yield part;
      part = "";
    }
  }
  yield part + end;
}

/** Throws MISP's 404 for a format that this server does not know. */
export function checkFormat(parameters: Parameters): void {
  const format = parameters["returnFormat"];
  if (format !== undefined && format !== "json") throw new MispError(404, "Invalid output format.");
}
