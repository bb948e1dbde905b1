/** Folder of a JDK whose version is within the bounds, the newest first; undefined when there is none. */
export async function findJava(
  [lowest, highest]: readonly [number, number],
): Promise<string | undefined> {
  const found: { readonly home: string; readonly version: number }[] = [];
  for (const home of await candidates()) {
    const version = await javaVersion(home);
    if (version !== undefined && version >= lowest && version <= highest) {
      found.push({ home, version });
    }
  }
  return found.sort((a, b) => b.version - a.version)[0]?.home;
}

async function candidates(): Promise<readonly string[]> {
  const homes = [Deno.env.get("ES_JAVA_HOME"), Deno.env.get("JAVA_HOME")];
  try {
    for await (const entry of Deno.readDir("/usr/lib/jvm")) {
      homes.push(`/usr/lib/jvm/${entry.name}`);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return homes.filter((home) => home !== undefined);
}

/** The major version that the JDK's `release` file names. */
async function javaVersion(home: string): Promise<number | undefined> {
  try {
    await Deno.stat(`${home}/bin/java`);
    const release = await Deno.readTextFile(`${home}/release`);
    const version = /^JAVA_VERSION="(\d+)/m.exec(release)?.[1];
    return version === undefined ? undefined : Number(version);
  } catch {
    return undefined;
  }
}
