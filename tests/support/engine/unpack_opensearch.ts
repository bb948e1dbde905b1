import type { EngineFacts } from "./catalogue.ts";
import { exists, run } from "./command.ts";
import { copyJars, fetchZip } from "./maven.ts";

interface Module {
  readonly name: string;
  readonly artifact: string;
  readonly plugin: string;
  readonly extending?: string;
  /** Permissions under the security manager of 2.x. */
  readonly permissions?: readonly string[];
}

const MODULES: readonly Module[] = [
  {
    name: "lang-painless",
    artifact: "lang-painless",
    plugin: "org.opensearch.painless.PainlessPlugin",
    permissions: [
      'java.lang.RuntimePermission "createClassLoader"',
      'java.lang.RuntimePermission "getClassLoader"',
    ],
  },
  {
    name: "ingest-common",
    artifact: "ingest-common",
    plugin: "org.opensearch.ingest.common.IngestCommonPlugin",
    extending: "lang-painless",
  },
  {
    name: "reindex",
    artifact: "reindex-client",
    plugin: "org.opensearch.index.reindex.ReindexPlugin",
    permissions: ['java.net.SocketPermission "*", "connect"'],
  },
  {
    name: "analysis-common",
    artifact: "analysis-common",
    plugin: "org.opensearch.analysis.common.CommonAnalysisPlugin",
    extending: "lang-painless",
  },
  {
    name: "mapper-extras",
    artifact: "mapper-extras-client",
    plugin: "org.opensearch.index.mapper.MapperExtrasPlugin",
  },
  {
    name: "lang-mustache",
    artifact: "lang-mustache-client",
    plugin: "org.opensearch.script.mustache.MustachePlugin",
    permissions: [
      'java.lang.RuntimePermission "accessDeclaredMembers"',
      'java.lang.reflect.ReflectPermission "suppressAccessChecks"',
    ],
  },
  {
    name: "parent-join",
    artifact: "parent-join-client",
    plugin: "org.opensearch.join.ParentJoinPlugin",
  },
];

/** The archive for integration tests is a whole server; the one of 2.x lacks the modules, added here. */
export async function unpackOpensearch(facts: EngineFacts, cache: string): Promise<string> {
  const home = `${cache}/${facts.folder}`;
  if (await exists(`${home}/.complete`)) return home;
  const group = "org.opensearch.distribution.integ-test-zip";
  const zip = await fetchZip({ group, name: "opensearch", version: facts.version });
  await run("rm", ["-rf", home]);
  await run("unzip", ["-q", zip, "-d", cache]);
  for (const module of MODULES) await addModule(home, facts.version, module);
  await run("chmod", ["-R", "a+rX", home]);
  await Deno.writeTextFile(`${home}/.complete`, "");
  return home;
}

async function addModule(home: string, version: string, module: Module): Promise<void> {
  const folder = `${home}/modules/${module.name}`;
  if (await exists(`${folder}/plugin-descriptor.properties`)) return;
  await Deno.mkdir(folder, { recursive: true });
  await copyJars({ group: "org.opensearch.plugin", name: module.artifact, version }, folder);
  await dropLoadedJars(folder, `${home}/lib`);
  await Deno.writeTextFile(`${folder}/plugin-descriptor.properties`, descriptor(version, module));
  if (module.permissions === undefined) return;
  const lines = module.permissions.map((permission) => `  permission ${permission};\n`);
  await Deno.writeTextFile(`${folder}/plugin-security.policy`, `grant {\n${lines.join("")}};\n`);
}

/** What `lib` has already, in whatever version, must not be loaded twice. */
async function dropLoadedJars(folder: string, lib: string): Promise<void> {
  const base = (jar: string) => jar.replace(/-[0-9].*$/, "");
  const loaded = new Set<string>();
  for await (const entry of Deno.readDir(lib)) loaded.add(base(entry.name));
  for await (const entry of Deno.readDir(folder)) {
    if (entry.name.endsWith(".jar") && loaded.has(base(entry.name))) {
      await Deno.remove(`${folder}/${entry.name}`);
    }
  }
}

function descriptor(version: string, { name, plugin, extending = "" }: Module): string {
  return [
    `description=${name}`,
    `version=${version}`,
    `name=${name}`,
    `classname=${plugin}`,
    "java.version=11",
    `opensearch.version=${version}`,
    "custom.foldername=",
    `extended.plugins=${extending}`,
    "has.native.controller=false",
    "",
  ].join("\n");
}
