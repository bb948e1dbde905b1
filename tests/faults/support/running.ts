/** The program at work: its outcome, and its log lines as they come. */
import type { Outcome, ProgramOptions } from "../../e2e/program.ts";
import { startProgram } from "../../e2e/program.ts";

/** No run of these tests takes so long: one that does hangs. */
const HANGS_AFTER_MS = 180_000;

export interface Ended extends Outcome {
  readonly signal: Deno.Signal | null;
  readonly ms: number;
}

export class Running {
  readonly child: Deno.ChildProcess;
  readonly ended: Promise<Ended>;
  #stderr = "";
  #closed = false;
  #watchers: (() => void)[] = [];

  constructor(args: readonly string[], options: ProgramOptions = {}) {
    this.child = startProgram(args, options);
    this.ended = this.#watch(options.stdin ?? "");
  }

  kill(signal: Deno.Signal): void {
    this.child.kill(signal);
  }

  /** Resolves when standard error holds the pattern; rejects when the program ends without. */
  async logged(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.#stderr)) {
      if (this.#closed) throw new Error(`The program never wrote ${pattern}: ${this.#stderr}`);
      await new Promise<void>((resolve) => this.#watchers.push(resolve));
    }
  }

  async #watch(stdin: string): Promise<Ended> {
    const start = performance.now();
    const hang = setTimeout(() => this.child.kill("SIGKILL"), HANGS_AFTER_MS);
    const [stdout, , status] = await Promise.all([
      new Response(this.child.stdout).text(),
      this.#readLog(),
      this.child.status,
      feed(this.child.stdin, stdin),
    ]);
    clearTimeout(hang);
    const { code, signal } = status;
    return { code, signal, stdout, stderr: this.#stderr, ms: performance.now() - start };
  }

  async #readLog(): Promise<void> {
    for await (const text of this.child.stderr.pipeThrough(new TextDecoderStream())) {
      this.#stderr += text;
      this.#wake();
    }
    this.#closed = true;
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#watchers.splice(0)) wake();
  }
}

/** A program that ends early closes its end first. */
async function feed(stdin: WritableStream<Uint8Array>, text: string): Promise<void> {
  const writer = stdin.getWriter();
  await writer.write(new TextEncoder().encode(text)).catch(() => {});
  await writer.close().catch(() => {});
}
