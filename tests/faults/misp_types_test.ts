/** Fields of another type than MISP's, in every list that MISP gives. */
import { assert, assertEquals } from "@std/assert";
import type { Fault } from "../support/fake_misp/fault.ts";
import { mappedRows } from "../support/fake_misp/row_faults.ts";
import { isRecord } from "../support/fake_misp/request.ts";
import { assertBalanced } from "./support/balance.ts";
import { assertSame, type Contents } from "./support/contents.ts";
import { type MispFault, setUp, takeDown } from "./support/fault_case.ts";
import { faultTests } from "./support/fault_tests.ts";
import { chosen, positionsFor } from "./support/layer.ts";
import { stageTest } from "./support/stage_test_case.ts";
import type { Trial } from "./support/trial.ts";

const WRONG: Readonly<Record<string, unknown>> = {
  "nothing": undefined,
  "null": null,
  "a list": [],
  "an object": {},
  "an empty text": "",
  "a text of no meaning": "none",
};

/** Without these nobody can tell what a row is, or whether it is to be there. */
const IDENTITY: Readonly<Record<string, readonly string[]>> = {
  "/attributes/restSearch": ["uuid", "id", "event_id"],
  "/events/index": ["uuid", "id", "timestamp", "published"],
  "/objects/restSearch": ["id"],
};

const at = (path: string) => (request: { readonly path: string }) => request.path === path;

/** In the middle of a list, for its ends are looked at more closely. */
function misshapen(field: string, value: unknown): Fault {
  return mappedRows((rows) =>
    rows.map((row, index) => index === rows.length >> 1 ? withField(row, field, value) : row)
  );
}

/** An object's row wraps it. */
function withField(row: Readonly<Record<string, unknown>>, field: string, value: unknown) {
  const { Object: inner } = row;
  return isRecord(inner) && !("value" in row)
    ? { ...row, Object: { ...inner, [field]: value } }
    : { ...row, [field]: value };
}

faultTests(
  "sync-attributes believes no row, once, that does not tell what it is",
  Object.entries(IDENTITY).flatMap(([path, fields]) =>
    fields.flatMap((field) =>
      Object.entries(WRONG).map(([what, value]): MispFault => ({
        name: `${what} as ${field} in ${path}`,
        on: at(path),
        misp: () => misshapen(field, value),
        ...(path === "/events/index" ? { positions: ["first"] } : {}),
      }))
    )
  ),
);

const SEARCHES = Object.keys(IDENTITY);

/** In the first row its first field is wrong, in the second row its second, and so on. */
function allMisshapen(path: string, value: unknown): Fault {
  const kept = new Set(IDENTITY[path]);
  return mappedRows((rows) =>
    rows.map((row, index) => {
      const fields = Object.keys(fieldsOf(row)).filter((field) => !kept.has(field));
      const field = fields[index % fields.length];
      return field === undefined ? row : withField(row, field, value);
    })
  );
}

function fieldsOf(row: Readonly<Record<string, unknown>>): object {
  const { Object: inner } = row;
  return isRecord(inner) && !("value" in row) ? inner : row;
}

/** The event that is being edited keeps what it had, and only its own rows can change that. */
function without(contents: Contents, { history }: Trial): Contents {
  return new Map([...contents].filter(([, text]) => !text.includes(history.edited.uuid)));
}

const LISTS = SEARCHES.flatMap((path) =>
  Object.entries(WRONG).map(([what, value]) => ({ path, what, value }))
);

chosen(LISTS).forEach(({ path, what, value }, turn) => {
  const places = path === "/events/index" ? ["first" as const] : undefined;
  for (const position of positionsFor(turn, places)) {
    const name = `${what} in each field in turn of the ${position} answer of ${path}`;
    stageTest(`sync-attributes survives ${name}`, (stage) =>
      stage.withTrial(async (trial) => {
        const fault = { name, on: at(path), misp: () => allMisshapen(path, value) };
        const counter = setUp(stage, fault, position, trial);
        const run = await trial.sync(["--max-delete", "100%"]);
        takeDown(trial);
        assert(counter.met > 0, "the fault was never met");
        assert([0, 3].includes(run.code), `exit ${run.code}: ${run.stderr.slice(-2000)}`);
        assertBalanced(run.summary, run.code);
        const clean = await trial.sync(["--full", "--max-delete", "100%"]);
        assertEquals(clean.code, 0, clean.stderr);
        const contents = without(await trial.contents(), trial);
        assertSame(contents, without(stage.after, trial), "after the clean run");
      }));
  }
});
