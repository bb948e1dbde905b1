/** Which machine an executable file is for, by its first bytes. */
import type { Target } from "./targets.ts";

export type Platform = Pick<Target, "system" | "processor">;

const ELF = 0x7f454c46;
const MACH_O_64 = 0xcffaedfe;
const MZ = 0x4d5a;

const PROCESSORS: Readonly<
  Record<Platform["system"], ReadonlyMap<number, Platform["processor"]>>
> = {
  linux: new Map([[0x3e, "x86_64"], [0xb7, "aarch64"]]),
  darwin: new Map([[0x0100_0007, "x86_64"], [0x0100_000c, "aarch64"]]),
  windows: new Map([[0x8664, "x86_64"], [0xaa64, "aarch64"]]),
};

/** @param head the first kilobytes; undefined is given for anything else than such a file. */
export function platformOf(head: Uint8Array): Platform | undefined {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (view.byteLength < 64) return undefined;
  if (view.getUint32(0) === ELF) return platform("linux", view.getUint16(18, true));
  if (view.getUint32(0) === MACH_O_64) return platform("darwin", view.getUint32(4, true));
  if (view.getUint16(0) !== MZ) return undefined;
  const header = view.getUint32(0x3c, true);
  if (header + 6 > view.byteLength) return undefined;
  return platform("windows", view.getUint16(header + 4, true));
}

function platform(system: Platform["system"], machine: number): Platform | undefined {
  const processor = PROCESSORS[system].get(machine);
  return processor === undefined ? undefined : { system, processor };
}

/** @throws {TypeError} when the file named by `DENORT_BIN` cannot be the base of this target. */
export async function checkBase(path: string, target: Target): Promise<void> {
  const found = platformOf(await readHead(path));
  if (found?.system === target.system && found.processor === target.processor) return;
  const kind = found === undefined
    ? "is no executable that is known"
    : `is for ${found.system} on ${found.processor}`;
  throw new TypeError(
    `Cannot build for ${target.name} with DENORT_BIN: "${path}" ${kind}; ` +
      `name a denort for ${target.name}, or unset DENORT_BIN to have it downloaded`,
  );
}

async function readHead(path: string): Promise<Uint8Array> {
  try {
    using file = await Deno.open(path);
    const head = new Uint8Array(4096);
    const length = await file.read(head) ?? 0;
    return head.subarray(0, length);
  } catch (cause) {
    throw new TypeError(`Cannot read "${path}", which DENORT_BIN names`, { cause });
  }
}
