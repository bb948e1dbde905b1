import { assert, assertEquals, assertMatch } from "@std/assert";
import { ManualClock } from "../support/fake_misp/clock.ts";
import { FakeMisp, type FakeMispOptions } from "../support/fake_misp/server.ts";
import { CAPTURES_MISSING, readCapture } from "./captures.ts";
import { type Ask, ask, usualHeaders } from "./ask.ts";

const SEARCH = "/attributes/restSearch";
const JSON_HEADERS = { "Accept": "application/json", "Content-Type": "application/json" };

interface Case {
  /** The capture whose status, body and length the answer must have. */
  readonly capture: string;
  readonly options?: FakeMispOptions;
  readonly headers?: Record<string, string>;
}

const CASES: readonly Case[] = [
  { capture: "err_no_key", headers: JSON_HEADERS },
  { capture: "err_wrong_key", headers: { ...JSON_HEADERS, Authorization: "0".repeat(40) } },
  { capture: "err_wrong_key_events", headers: { ...JSON_HEADERS, Authorization: "0".repeat(40) } },
  {
    capture: "err_wrong_key_getVersion",
    headers: { ...JSON_HEADERS, Authorization: "0".repeat(40) },
  },
  { capture: "err_short_key", headers: { ...JSON_HEADERS, Authorization: "short" } },
  { capture: "key_expired", options: { account: { keyExpired: true } } },
  { capture: "key_user_disabled", options: { account: { userDisabled: true } } },
  { capture: "key_allowed_ip_other", options: { account: { otherAddress: true } } },
  { capture: "key_readonly_write", options: { account: { role: "read only" } } },
  { capture: "err_bad_json" },
  { capture: "err_bad_json_events" },
  { capture: "err_bad_returnFormat" },
  { capture: "err_bad_returnFormat_ev" },
  { capture: "err_404_action" },
  { capture: "err_404_controller" },
  { capture: "err_attr_404" },
  { capture: "err_event_404" },
  { capture: "err_get_no_params" },
  { capture: "attr_limit_abc" },
  { capture: "attr_page_abc" },
  { capture: "objects_restSearch_deleted_500" },
  { capture: "sightings_restSearch_context_without_id" },
  { capture: "attr_empty" },
  { capture: "attr_empty_limit" },
  { capture: "ev_empty" },
  { capture: "events_index_beyond" },
  { capture: "decayingModel_index_user" },
  { capture: "misc_server_getVersion" },
];

for (const { capture, options, headers } of CASES) {
  Deno.test({
    name: `FakeMisp answers capture ${capture} byte for byte`,
    ignore: CAPTURES_MISSING,
    fn: async () => {
      const { request, response } = await readCapture(capture);
      await using misp = await FakeMisp.start(options);
      const sent: Ask = { method: request.method, headers: headers ?? usualHeaders(misp) };
      const reply = await ask(
        misp,
        request.path,
        request.body === null ? sent : { ...sent, body: request.body },
      );
      assertEquals([reply.status, reply.body], [response.status, response.body]);
      assertEquals(reply.headers.get("content-length"), response.headers["Content-Length"]);
      assertEquals(reply.headers.get("content-type"), response.headers["Content-Type"]);
    },
  });
}

Deno.test("FakeMisp refuses a key that is sent as a bearer token", async () => {
  await using misp = await FakeMisp.start();
  const headers = { ...JSON_HEADERS, Authorization: `Bearer ${misp.key}` };
  assertEquals((await ask(misp, SEARCH, { method: "POST", headers })).status, 403);
});

const HTML_ACCEPTS = ["*/*", "application/json, */*", "text/html"];

for (const accept of HTML_ACCEPTS) {
  Deno.test(`FakeMisp writes errors as a page for Accept "${accept}" unless the path ends in .json`, async () => {
    await using misp = await FakeMisp.start();
    const headers = { "Accept": accept, "Content-Type": "application/json" };
    const page = await ask(misp, SEARCH, { method: "POST", headers });
    assertEquals(page.status, 403);
    assertMatch(page.text, /^<!DOCTYPE html>[^]*Authentication failed/);
    const json = await ask(misp, `${SEARCH}.json`, { method: "POST", headers });
    assertEquals([json.status, Object(json.body).url], [403, `${SEARCH}.json`]);
  });
}

Deno.test("FakeMisp ignores a body without a JSON type, or that is a list or a string", async () => {
  await using misp = await FakeMisp.start();
  const attributes = ["1", "2", "3"].map((value) => ({ type: "text", value }));
  misp.model.addEvent({ attributes });
  const rows = async (options: Ask) => (await ask(misp, SEARCH, options)).rows.length;
  const { "Content-Type": _type, ...untyped } = usualHeaders(misp);
  const text = { "Content-Type": "text/plain", ...untyped };
  assertEquals(await rows({ body: { limit: 1 } }), 1);
  assertEquals(await rows({ body: { limit: 1 }, headers: text }), 3);
  assertEquals(await rows({ body: "[1,2]" }), 3);
  assertEquals(await rows({ body: '"x"' }), 3);
  assertEquals(await rows({ body: { request: { limit: 1 } } }), 1);
  assertEquals(await rows({ method: "PUT", body: { limit: 1 } }), 3);
  assertEquals(await rows({ method: "DELETE" }), 3);
});

Deno.test("FakeMisp takes the .json suffix, a trailing slash, named parameters and gzip bodies", async () => {
  await using misp = await FakeMisp.start();
  misp.model.addEvent({ attributes: ["1", "2"].map((value) => ({ type: "text", value })) });
  const gzip = new Blob(['{"limit":1}']).stream().pipeThrough(new CompressionStream("gzip"));
  const zipped = await fetch(misp.url + SEARCH, {
    method: "POST",
    headers: { ...usualHeaders(misp), "Content-Encoding": "gzip" },
    body: await new Response(gzip).bytes(),
  });
  assertEquals((await zipped.json()).response.Attribute.length, 1);
  for (const path of [`${SEARCH}.json`, `${SEARCH}/`]) {
    const reply = await ask(misp, path, { body: { limit: 1 } });
    assertEquals(reply.rows.length, 1);
  }
  const named = await ask(misp, `${SEARCH}/limit:1`);
  assertEquals(named.rows.length, 1);
  assertEquals(misp.requests.count(SEARCH), 4);
});

Deno.test("FakeMisp limits searches by window and says so on every answer", async () => {
  const clock = new ManualClock();
  await using misp = await FakeMisp.start({ clock, rateLimit: 3 });
  const search = async () => {
    const { status, headers, message } = await ask(misp, SEARCH, { body: { limit: 1 } });
    const rates = ["limit", "remaining", "reset"].map((name) =>
      headers.get(`x-rate-limit-${name}`)
    );
    return [status, ...rates, message];
  };
  assertEquals(await search(), [200, "3", "2", "900", undefined]);
  await search();
  clock.advance(1);
  assertEquals(await search(), [200, "3", "0", "899", undefined]);
  assertEquals(await search(), [429, "3", "0", "899", "Rate limit exceeded."]);
  const other = await ask(misp, "/servers/getVersion");
  assertEquals([other.status, other.headers.get("x-rate-limit-limit")], [200, null]);
  clock.advance(899);
  assertEquals(await search(), [200, "3", "2", "900", undefined]);
});

Deno.test("FakeMisp sends all but site administrators to the login page in maintenance", async () => {
  await using misp = await FakeMisp.start({ account: { role: "user" } });
  misp.site.live = false;
  for (const path of [SEARCH, "/users/login"]) {
    const reply = await ask(misp, path, path === SEARCH ? { body: {} } : {});
    assertEquals([reply.status, reply.text], [302, ""]);
    assertEquals(reply.headers.get("location"), `${misp.url}/users/login`);
    assertEquals(reply.headers.get("content-type"), "text/html; charset=UTF-8");
  }
  const page = await ask(misp, "/users/login", { headers: { Accept: "*/*" } });
  assertEquals(page.status, 200);
  misp.account.role = "admin";
  assertEquals((await ask(misp, SEARCH, { body: {} })).status, 200);
});

Deno.test("FakeMisp sets a cookie on each reply and the key's expiry where it has one", async () => {
  const keyExpiration = "2027-01-01T00:00:00+00:00";
  await using misp = await FakeMisp.start({ account: { keyExpiration } });
  for (const path of ["/servers/getVersion", "/nosuch"]) {
    const { headers } = await ask(misp, path);
    assertEquals(headers.get("x-auth-key-expiration"), keyExpiration);
    assert(headers.get("set-cookie")?.startsWith("CAKEPHP="));
  }
});
