import type { ElasticConnection } from "./request.ts";

/** Makes what was written visible to searches, also at the end of an interrupted run. */
export async function refresh(connection: ElasticConnection, index: string): Promise<void> {
  await connection.ask({ method: "POST", path: `/${index}/_refresh`, uninterrupted: true });
}
