/** How much of the machine's memory a process takes while it works, on Linux. */
export class MemoryWatch {
  /** Megabytes, a fifth of a second apart. */
  readonly samples: number[] = [];
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(pid: number) {
    this.#timer = setInterval(() => {
      const resident = residentMegabytes(pid);
      if (resident !== undefined) this.samples.push(resident);
    }, 200);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  get peak(): number {
    return Math.max(...this.samples);
  }

  /** So many medians over time. */
  curve(points: number): readonly number[] {
    const { samples } = this;
    return Array.from({ length: points }, (_, at) => {
      const from = Math.floor(at * samples.length / points);
      const part = samples.slice(from, Math.floor((at + 1) * samples.length / points));
      return part.toSorted((a, b) => a - b)[part.length >> 1] ?? 0;
    });
  }
}

/** Undefined when the process has ended; the kernel counts in 1,024 bytes. */
function residentMegabytes(pid: number): number | undefined {
  try {
    const status = Deno.readTextFileSync(`/proc/${pid}/status`);
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(status) ?? [];
    return kilobytes === undefined ? undefined : Math.round(Number(kilobytes) * 1024 / 1e6);
  } catch {
    return undefined;
  }
}
