import type { ElasticConnection } from "./request.ts";

export async function startTransform(connection: ElasticConnection, name: string): Promise<void> {
  await connection.ask({ method: "POST", path: `/_transform/${name}/_start` });
}

/** The documents that it wrote stay, and one made anew goes through all of its source again. */
export async function removeTransform(connection: ElasticConnection, name: string): Promise<void> {
  const path = `/_transform/${name}`;
  await connection.ask({
    method: "POST",
    path: `${path}/_stop`,
    query: { force: true, wait_for_completion: true },
  });
  await connection.ask({ method: "DELETE", path });
}
