/** Real answers of MISP 2.5.1, kept beside the project; tests that read them are ignored without them. */
const FOLDER = new URL("../../../shared/fixtures/misp-captures/", import.meta.url);

export interface Capture {
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly body: unknown;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: unknown;
  };
}

export const CAPTURES_MISSING = !exists(FOLDER);

function exists(url: URL): boolean {
  try {
    return Deno.statSync(url).isDirectory;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

export async function readCapture(name: string): Promise<Capture> {
  return JSON.parse(await Deno.readTextFile(new URL(`${name}.json`, FOLDER)));
}

/** The body of every captured answer, by the name of its file. */
export async function capturedBodies(): Promise<ReadonlyMap<string, unknown>> {
  const names = (await Array.fromAsync(Deno.readDir(FOLDER))).map(({ name }) => name).toSorted();
  const bodies = names.map(async (name): Promise<[string, unknown]> => {
    const capture = JSON.parse(await Deno.readTextFile(new URL(name, FOLDER)));
    return [name, "request" in capture ? capture.response.body : capture];
  });
  return new Map(await Promise.all(bodies));
}
