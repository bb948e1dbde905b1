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

Deno.test("send() fails when the server wants to speak something else", async () => {
  const text = "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n";
  await assertRejects(() => sendTo((_, connection) => say(connection, text)), Error);
});

Deno.test("send() sends no more of a body that was refused before all of it had come", async () => {
  const body = new Uint8Array(20_000_000).fill(0x61);
  let rest = 0;
  const answer = await sendTo(async (_, connection) => {
    await say(connection, "HTTP/1.1 413 Too Large\r\ncontent-length: 0\r\n\r\n");
    await new Promise((resolve) => setTimeout(resolve, 100));
    body.fill(0x62);
    const buffer = new Uint8Array(65_536);
    for (let read: number | null = 0; read !== null;) {
      read = await connection.read(buffer).catch(() => null);
      rest += buffer.subarray(0, read ?? 0).filter((byte) => byte === 0x62).length;
    }
  }, { method: "POST", body });
  assertEquals([answer.status, rest], [413, 0]);
});

Deno.test("send() uses a connection again, and a new one when the server has closed it", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  using sender = await createSender(SETTINGS);
  const node = new URL(`http://127.0.0.1:${listener.addr.port}`);
  const ask = () => sender.send(node, GET, new AbortController().signal);
  const answers = async (connection: Deno.Conn, count: number) => {
    for (let each = 0; each < count; each++) {
      await connection.read(new Uint8Array(65_536));
      await say(connection, "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
    }
  };
  const first = ask();
  const old = await listener.accept();
  await Promise.all([answers(old, 1), first]);
  await Promise.all([answers(old, 1), ask()]);
  old.close();
  await new Promise((resolve) => setTimeout(resolve, 50));
  const last = ask();
  using fresh = await listener.accept();
  await answers(fresh, 1);
  assertEquals((await last).status, 200);
});

Deno.test("send() takes an answer in one piece that says in capitals how it is compressed", async () => {
  const bytes = await new Response(
    new Response('{"a":1}').body!.pipeThrough(new CompressionStream("gzip")),
  ).bytes();
  const head = "HTTP/1.1 200 OK\r\ncontent-encoding: GZIP\r\ncontent-length: ";
  const answer = await sendTo(async (_, connection) => {
    await say(connection, `${head}${bytes.length}\r\n\r\n`);
    await connection.write(bytes);
  });
  assertEquals(answer.body, '{"a":1}');
  const empty = await sendTo((_, connection) => say(connection, `${head}0\r\n\r\n`));
  assertEquals(empty.body, "");
});

Deno.test("send() ends with its signal while a body is being sent", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  using sender = await createSender(SETTINGS);
  const node = new URL(`http://127.0.0.1:${listener.addr.port}`);
  const controller = new AbortController();
  const body = new Uint8Array(20_000_000);
  const sent = sender.send(node, { ...GET, method: "POST", body }, controller.signal);
  using connection = await listener.accept();
  await connection.read(new Uint8Array(1000));
  controller.abort();
  await assertRejects(() => sent, Error);
});

Deno.test("send() fails for what only claims to be compressed", async () => {
  await assertRejects(
    () =>
      sendTo((_, connection) =>
        say(connection, "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 2\r\n\r\n{}")
      ),
    Error,
  );
});
