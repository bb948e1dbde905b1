import { exists, isCommand, run } from "./command.ts";

export interface Artifact {
  readonly group: string;
  readonly name: string;
  readonly version: string;
}

/** Names what is missing to fetch servers from Maven Central; undefined when all is there. */
export async function missingTools(): Promise<string | undefined> {
  for (const tool of ["mvn", "unzip"]) {
    if (!await isCommand(tool)) return `"${tool}" is not installed`;
  }
  return undefined;
}

/** Path of the artifact's zip in the local repository, downloaded when it is not there yet. */
export async function fetchZip({ group, name, version }: Artifact): Promise<string> {
  const folder = `${await localRepository()}/${group.replaceAll(".", "/")}/${name}/${version}`;
  const zip = `${folder}/${name}-${version}.zip`;
  if (!await exists(zip)) {
    const artifact = `-Dartifact=${group}:${name}:${version}:zip`;
    await run("mvn", ["-q", "-B", "dependency:get", artifact, "-Dtransitive=false"]);
  }
  return zip;
}

async function localRepository(): Promise<string> {
  const args = ["-Dexpression=settings.localRepository", "-DforceStdout"];
  const said = await run("mvn", ["-q", "-B", "help:evaluate", ...args]);
  // deno-lint-ignore no-control-regex -- Maven colours its output even when asked not to
  return said.replace(/\x1b\[[0-9;]*m/g, "").trim();
}

/** Copies the jar of an artifact and of all it needs at run time into a folder. */
export async function copyJars({ group, name, version }: Artifact, folder: string): Promise<void> {
  const project = await Deno.makeTempDir({ prefix: "ti-misp-maven-" });
  try {
    await Deno.writeTextFile(`${project}/pom.xml`, pom({ group, name, version }));
    const args = ["-DincludeScope=runtime", `-DoutputDirectory=${folder}`];
    await run("mvn", ["-q", "-B", "dependency:copy-dependencies", ...args], { cwd: project });
  } finally {
    await Deno.remove(project, { recursive: true });
  }
}

function pom({ group, name, version }: Artifact): string {
  const wanted = `<groupId>${group}</groupId><artifactId>${name}</artifactId>` +
    `<version>${version}</version>`;
  return "<project><modelVersion>4.0.0</modelVersion><groupId>local</groupId>" +
    "<artifactId>local</artifactId><version>1</version><packaging>pom</packaging>" +
    `<dependencies><dependency>${wanted}</dependency></dependencies></project>\n`;
}
