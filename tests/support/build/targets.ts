/** The machines that an executable can be made for. */

export interface Target {
  /** As `deno compile --target` takes it. */
  readonly triple: string;
  /** As people say it, and as the file is called. */
  readonly name: string;
  readonly system: "linux" | "darwin" | "windows";
  readonly processor: "x86_64" | "aarch64";
}

export const TARGETS: readonly Target[] = [
  {
    triple: "x86_64-unknown-linux-gnu",
    name: "linux-x64",
    system: "linux",
    processor: "x86_64",
  },
  {
    triple: "aarch64-unknown-linux-gnu",
    name: "linux-arm64",
    system: "linux",
    processor: "aarch64",
  },
  { triple: "x86_64-apple-darwin", name: "macos-x64", system: "darwin", processor: "x86_64" },
  { triple: "aarch64-apple-darwin", name: "macos-arm64", system: "darwin", processor: "aarch64" },
  {
    triple: "x86_64-pc-windows-msvc",
    name: "windows-x64",
    system: "windows",
    processor: "x86_64",
  },
  {
    triple: "aarch64-pc-windows-msvc",
    name: "windows-arm64",
    system: "windows",
    processor: "aarch64",
  },
];

/** @throws {TypeError} with every name when there is no such target. */
export function targetNamed(name: string): Target {
  const target = TARGETS.find((target) => target.name === name || target.triple === name);
  if (target !== undefined) return target;
  const names = TARGETS.map((target) => target.name).join(", ");
  throw new TypeError(`Cannot build for "${name}": a target is one of ${names}`);
}

/** @throws {TypeError} when Deno runs on a machine that it makes no executables for. */
export function hostTarget(): Target {
  return TARGETS.find(isHost) ?? targetNamed(Deno.build.target);
}

export function isHost({ system, processor }: Target): boolean {
  return system === Deno.build.os && processor === Deno.build.arch;
}

/** `dist/ti-misp` for this machine; other machines' files are told apart by name. */
export function defaultOutput(target: Target, named: boolean): string {
  const suffix = target.system === "windows" ? ".exe" : "";
  return `dist/ti-misp${named ? `-${target.name}` : ""}${suffix}`;
}
