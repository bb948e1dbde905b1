/** A test that needs a real engine: ignored, loudly, where none can be had. */
const url = Deno.env.get("TI_MISP_TEST_ELASTICSEARCH");
export function engineTest(name: string, work: (engine: string) => Promise<void>): void {
  Deno.test({ name, ignore: url === undefined, fn: () => work(url ?? "") });
}
