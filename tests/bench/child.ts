/** A process that is measured from its start to its end: wall time, processor time, peak memory. */

export interface Measured {
  readonly code: number;
  readonly wallMs: number;
  /** User and system time, in steps of 10 ms. */
  readonly cpuMs: number;
  /** The high-water mark of its resident memory, in bytes. */
  readonly peakRss: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string | undefined;
}

const SAMPLE_MS = 20;
const MS_PER_TICK = 10;

/** Runs the command alone: no other child of this process may end meanwhile. */
export async function measure({ program, args, env = {}, cwd }: Command): Promise<Measured> {
  const cpuBefore = childrenCpuMs();
  const start = performance.now();
  const child = new Deno.Command(program, {
    args: [...args],
    env: { ...env, NO_COLOR: "1" },
    ...(cwd === undefined ? {} : { cwd }),
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let peakRss = 0;
  const timer = setInterval(() => peakRss = Math.max(peakRss, peakRssOf(child.pid)), SAMPLE_MS);
  const { code, stdout, stderr } = await child.output();
  const wallMs = performance.now() - start;
  clearInterval(timer);
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return {
    code,
    wallMs,
    cpuMs: childrenCpuMs() - cpuBefore,
    peakRss,
    stdout: text(stdout),
    stderr: text(stderr),
  };
}

/** As `measure()`, for a command that must do what it is asked to. */
export async function measureGood(command: Command): Promise<Measured> {
  const measured = await measure(command);
  if (measured.code === 0) return measured;
  throw new Error(
    `${command.program} ${command.args.join(" ")} ended with ${measured.code}: ` +
      measured.stderr.slice(-2000),
  );
}

/** The mark never falls, so that the last sample misses only what the last 20 ms added to it. */
function peakRssOf(pid: number): number {
  try {
    const status = Deno.readTextFileSync(`/proc/${pid}/status`);
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  }
}

/** Processor time of all children that have ended and been waited for. */
function childrenCpuMs(): number {
  return cpuMsOf("self", 13);
}

/** Processor time of a process that goes on. */
export function runningCpuMs(pid: number): number {
  return cpuMsOf(String(pid), 11);
}

function cpuMsOf(process: string, field: number): number {
  const stat = Deno.readTextFileSync(`/proc/${process}/stat`);
  // The name of the program, in brackets, may hold blanks.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[field]) + Number(fields[field + 1])) * MS_PER_TICK;
}
