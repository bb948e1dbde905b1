import { assertEquals, assertRejects } from "@std/assert";
import { createSender, type WireRequest } from "../../lib/elastic/http.ts";

const GET: WireRequest = { method: "GET", path: "/x?y=1", headers: {}, body: undefined };
const SETTINGS = { insecureSkipTlsVerification: false };

/** One request to a server of which each connection is `answered`. */
async function sendTo(
  answer: (seen: string, connection: Deno.Conn) => Promise<void>,
  request: Partial<WireRequest> = {},
  hostname = "127.0.0.1",
) {
  using listener = Deno.listen({ hostname, port: 0 });
  const served = (async () => {
    using connection = await listener.accept();
    const buffer = new Uint8Array(65_536);
    const read = await connection.read(buffer);
    await answer(new TextDecoder().decode(buffer.subarray(0, read ?? 0)), connection);
  })();
  using sender = await createSender(SETTINGS);
  const host = hostname.includes(":") ? `[${hostname}]` : hostname;
  const node = new URL(`http://${host}:${listener.addr.port}/path/`);
  try {
    return await sender.send(node, { ...GET, ...request }, new AbortController().signal);
  } finally {
    await served;
  }
}

async function say(connection: Deno.Conn, text: string): Promise<void> {
  await connection.write(new TextEncoder().encode(text));
}

Deno.test("send() sends a body of known length as it is", async () => {
  let seen = "";
  const body = new TextEncoder().encode("ä\n");
  const answer = await sendTo(async (text, connection) => {
    seen = text;
    await say(connection, "HTTP/1.1 201 Created\r\nx-One: 1\r\ncontent-length: 2\r\n\r\n{}");
  }, { method: "POST", headers: { "content-type": "application/json" }, body });
  assertEquals(answer.status, 201);
  assertEquals([answer.body, answer.headers["x-one"]], ["{}", "1"]);
  assertEquals(seen.split("\r\n")[0], "POST /path/x?y=1 HTTP/1.1");
  assertEquals(/^content-length: (\d+)/im.exec(seen)?.[1], "3");
  assertEquals(/^transfer-encoding/im.test(seen), false);
  assertEquals(seen.endsWith("\r\n\r\nä\n"), true);
});

Deno.test("send() says that a POST without a body has none", async () => {
  let seen = "";
  await sendTo(async (text, connection) => {
    seen = text;
    await say(connection, "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
  }, { method: "POST" });
  assertEquals(/^content-length: (\d+)/im.exec(seen)?.[1], "0");
});

Deno.test("send() reaches an address of IPv6", async () => {
  const answer = await sendTo(
    (_, connection) => say(connection, "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"),
    {},
    "::1",
  );
  assertEquals(answer.body, "{}");
});

Deno.test("send() takes an answer in chunks, a character cut in two", async () => {
  const answer = await sendTo(async (_, connection) => {
    await say(connection, "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
    for (const byte of new TextEncoder().encode("ä")) {
      await say(connection, "1\r\n");
      await connection.write(Uint8Array.of(byte));
      await say(connection, "\r\n");
    }
    await say(connection, "0\r\n\r\n");
  });
  assertEquals(answer.body, "ä");
});

const CUT = {
  "before it begins": "",
  "within its head": "HTTP/1.1 200 OK\r\ncontent-",
  "within its body": 'HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\n{"took":1}',
  "within its chunks": 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\na\r\n{"took":1}\r\n',
};

for (const [where, text] of Object.entries(CUT)) {
  Deno.test(`send() fails when an answer ends ${where}`, async () => {
    await assertRejects(() => sendTo((_, connection) => say(connection, text)), Error);
  });
}

Deno.test("send() fails for what only claims to be compressed", async () => {
  await assertRejects(
    () =>
      sendTo((_, connection) =>
        say(connection, "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 2\r\n\r\n{}")
      ),
    Error,
  );
});
