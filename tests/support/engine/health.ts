export interface Endpoint {
  readonly url: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** File with the certificate of the authority that signed the server's. */
  readonly caFile?: string | undefined;
}

/** Whether the node answers and its primary shards are there. */
export async function isHealthy(endpoint: Endpoint, timeoutMs = 3_000): Promise<boolean> {
  const { url, username, password, caFile } = endpoint;
  const headers = new Headers();
  if (username !== undefined) {
    headers.set("authorization", `Basic ${btoa(`${username}:${password}`)}`);
  }
  try {
    const caCerts = caFile === undefined ? [] : [await Deno.readTextFile(caFile)];
    using client = Deno.createHttpClient({ caCerts });
    const signal = AbortSignal.timeout(timeoutMs);
    const path = "/_cluster/health?wait_for_status=yellow&timeout=1s";
    const response = await fetch(url + path, { headers, client, signal });
    const health = await response.json();
    return response.ok && ["yellow", "green"].includes(health.status);
  } catch {
    return false;
  }
}

export async function isAlive(pid: number): Promise<boolean> {
  const { success } = await new Deno.Command("kill", {
    args: ["-0", String(pid)],
    stdout: "null",
    stderr: "null",
  }).output();
  return success;
}

/** Whether the process is the server that has its configuration in that folder. */
export async function isServerOf(pid: number, folder: string): Promise<boolean> {
  const { stdout } = await new Deno.Command("ps", {
    args: ["-ww", "-o", "args=", "-p", String(pid)],
    stderr: "null",
  }).output();
  return new TextDecoder().decode(stdout).includes(`${folder}/`);
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
