import { assertEquals, assertRejects } from "@std/assert";
import { RequestError } from "../../lib/errors.ts";
import { flavourOf } from "../../lib/elastic/flavour.ts";
import type { JsonObject } from "../../lib/elastic/json.ts";
import { namesOf } from "../../lib/elastic/names.ts";
import { lackingPrivileges } from "../../lib/elastic/privileges.ts";
import type { ElasticConnection, ElasticRequest } from "../../lib/elastic/request.ts";

const names = namesOf("default");
const flavour = flavourOf("es", { version: { number: "9.4.3" } }, {
  "x-elastic-product": "Elasticsearch",
});

/** A server that is asked one question and answers it so. */
function server(answer: (request: ElasticRequest) => JsonObject): ElasticConnection {
  return {
    flavour,
    traffic: { requests: 0, bytesRead: 0, bytesWritten: 0 },
    request: () => Promise.reject(new Error("Not asked for")),
    ask: (request) => new Promise((resolve) => resolve(answer(request))),
  };
}

interface Question {
  readonly cluster: readonly string[];
  readonly index: readonly { readonly names: string[]; readonly privileges: string[] }[];
}

/** Answers as Elasticsearch does: every privilege that was asked for, granted unless refused. */
function answering(refused: (index: string, privilege: string) => boolean) {
  return server(({ body }) => {
    const { cluster, index } = JSON.parse(JSON.stringify(body)) as Question;
    const granted = (of: string, privileges: readonly string[]) =>
      Object.fromEntries(privileges.map((privilege) => [privilege, !refused(of, privilege)]));
    return {
      username: "u",
      has_all_requested: false,
      cluster: granted("cluster", cluster),
      index: Object.fromEntries(
        index.flatMap(({ names, privileges }) =>
          names.map((name) => [name, granted(name, privileges)])
        ),
      ),
    };
  });
}

const lacking = async (connection: ElasticConnection) =>
  (await lackingPrivileges(connection, names))?.filter(({ privileges }) => privileges.length > 0);

Deno.test("lackingPrivileges() finds nothing where everything is granted", async () => {
  assertEquals(await lacking(answering(() => false)), []);
});

Deno.test("lackingPrivileges() tells by command what is missing, and on which index", async () => {
  const found = await lacking(
    answering((index, privilege) => index === names.state && privilege === "delete"),
  );
  assertEquals(
    found,
    ["sync-attributes", "sync-events", "expire"].map((command) => ({
      command,
      privileges: [`delete on "${names.state}"`],
    })),
  );
});

Deno.test("lackingPrivileges() lets a key that cannot install do the rest", async () => {
  const found = await lacking(
    answering((_, privilege) => privilege.startsWith("manage")),
  );
  assertEquals(found?.map(({ command }) => command), ["install-assets"]);
});

Deno.test("lackingPrivileges() takes a privilege that is not answered for one that lacks", async () => {
  const found = await lacking(server(() => ({ username: "u" })));
  assertEquals(found?.length, 5);
});

Deno.test("lackingPrivileges() is undefined where there is no security, and fails otherwise", async () => {
  const refusing = (message: string) =>
    server(() => {
      throw new RequestError(message, { kind: "refused", status: 400 });
    });
  const noHandler = '400 and "no handler found for uri [/_security/user/_has_privileges]"';
  assertEquals(await lackingPrivileges(refusing(noHandler), names), undefined);
  await assertRejects(
    () => lackingPrivileges(refusing("400 and something else"), names),
    RequestError,
  );
});
