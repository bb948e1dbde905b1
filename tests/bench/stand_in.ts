/** Starts the processes that a run talks to, and ends them. */
import { runningCpuMs } from "./child.ts";

export interface StandIn extends AsyncDisposable {
  readonly url: string;
  cpuMs(): number;
  stats(): Promise<unknown>;
}

export function startMisp(events: number, attributes: number): Promise<StandIn> {
  return start("misp.ts", [`--events=${events}`, `--attributes=${attributes}`]);
}

export function startSink(): Promise<StandIn> {
  return start("sink.ts", []);
}

async function start(file: string, args: readonly string[]): Promise<StandIn> {
  const script = new URL(`stand_in/${file}`, import.meta.url).pathname;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-A", script, ...args],
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const { url } = JSON.parse(await firstLine(child.stdout));
  return {
    url,
    cpuMs: () => runningCpuMs(child.pid),
    stats: async () => await (await fetch(`${url}/bench/stats`)).json(),
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await child.status;
    },
  };
}

async function firstLine(stdout: ReadableStream<Uint8Array>): Promise<string> {
  const reader = stdout.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!text.includes("\n")) {
    const { value, done } = await reader.read();
    if (done) throw new Error("The stand-in ended before it told its address");
    text += value;
  }
  reader.releaseLock();
  return text;
}
