/** Numerical values of tags: the answer of `GET /tags/index.json`. */
import { z } from "../../zod.ts";
import { RequestError } from "../../errors.ts";
import { flag, text } from "../../ecs/read.ts";
import { readNumber } from "./reading.ts";

const answerOfTags = z.object({
  Tag: z.array(z.object({
    name: z.unknown().optional().transform(text),
    numerical_value: z.unknown().optional().transform(readNumber),
    exportable: z.unknown().optional().transform((value) => flag(value) ?? true),
  })),
});

/**
 * The value by tag name, taxonomy defaults resolved by MISP; tags without one are left out. So are
 * those that are not exportable: MISP's search does not count them either.
 *
 * @throws {RequestError} when the answer is not a list of tags.
 */
export function parseTagValues(answer: unknown): ReadonlyMap<string, number> {
  const tags = answerOfTags.safeParse(answer);
  if (!tags.success) {
    throw new RequestError("The answer of /tags/index is no list of tags", {
      kind: "malformed",
      cause: tags.error,
    });
  }
  const values = new Map<string, number>();
  for (const { name, numerical_value, exportable } of tags.data.Tag) {
    if (name !== undefined && numerical_value !== undefined && exportable) {
      values.set(name, numerical_value);
    }
  }
  return values;
}
