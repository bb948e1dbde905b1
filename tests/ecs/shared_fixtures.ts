/** Recorded answers that lie beside the project where it is developed; tests do without them. */

const FOLDER = new URL("../../../shared/fixtures/", import.meta.url);

export function isThere(path: string): boolean {
  try {
    return Deno.statSync(new URL(path, FOLDER)).isFile;
  } catch {
    return false;
  }
}

/** The files of a folder, none when there is no such folder. */
export function filesIn(folder: string): readonly string[] {
  try {
    return [...Deno.readDirSync(new URL(folder, FOLDER))].map(({ name }) => `${folder}${name}`);
  } catch {
    return [];
  }
}

export function readJson(path: string): unknown {
  return JSON.parse(readText(path));
}

export function readText(path: string): string {
  return Deno.readTextFileSync(new URL(path, FOLDER));
}
