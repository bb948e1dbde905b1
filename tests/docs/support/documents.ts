/** The project's documentation, by path from the project's root. */
import { PROJECT } from "../../support/project.ts";

async function markdownBelow(folder: string): Promise<readonly string[]> {
  const entries = await Array.fromAsync(Deno.readDir(`${PROJECT}/${folder}`));
  const nested = await Promise.all(entries.map(({ name, isDirectory }) => {
    const path = `${folder}/${name}`;
    if (isDirectory) return markdownBelow(path);
    return name.endsWith(".md") ? [path] : [];
  }));
  return nested.flat().toSorted();
}

export async function readDocuments(): Promise<ReadonlyMap<string, string>> {
  const paths = ["README.md", ...await markdownBelow("docs")];
  return new Map(
    await Promise.all(
      paths.map(async (path) => [path, await Deno.readTextFile(`${PROJECT}/${path}`)] as const),
    ),
  );
}
