import { assertEquals } from "@std/assert";
import { PROJECT } from "../support/project.ts";
import { readDocuments } from "./support/documents.ts";
import { anchorsOf, linksOf } from "./support/markdown.ts";

const documents = await readDocuments();

async function problemWith(link: string, from: string): Promise<string | undefined> {
  const [target = "", anchor] = link.split("#");
  const base = new URL(from, `file://${PROJECT}/`);
  const url = target === "" ? base : new URL(target, base);
  const path = url.pathname.slice(`${PROJECT}/`.length);
  const text = documents.get(path) ?? await Deno.readTextFile(url).catch(() => undefined);
  const isFolder = text === undefined &&
    await Deno.stat(url).then(({ isDirectory }) => isDirectory, () => false);
  if (text === undefined) return isFolder ? undefined : `${link} leads nowhere`;
  const isThere = anchor === undefined || anchorsOf(text).has(anchor);
  return isThere ? undefined : `${link}: no such heading`;
}

for (const [path, text] of documents) {
  Deno.test(`${path} links to what is there`, async () => {
    const links = linksOf(text).filter((link) => !/^https?:/.test(link));
    const problems = await Promise.all(links.map((link) => problemWith(link, path)));
    assertEquals(problems.filter((problem) => problem !== undefined), []);
  });
}
