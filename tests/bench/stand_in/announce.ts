/** Tells the process that started this one where it listens. */
export function announce({ addr }: Deno.HttpServer<Deno.NetAddr>): void {
  const url = `http://127.0.0.1:${addr.port}`;
  Deno.stdout.writeSync(new TextEncoder().encode(`${JSON.stringify({ url })}\n`));
}
