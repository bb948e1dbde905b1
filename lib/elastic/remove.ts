import { RequestError } from "../errors.ts";
import type { ElasticConnection } from "./request.ts";

/** False when there was nothing to remove. */
export async function removeIfThere(connection: ElasticConnection, path: string): Promise<boolean> {
  try {
    await connection.ask({ method: "DELETE", path, uninterrupted: true });
    return true;
  } catch (error) {
    if (error instanceof RequestError && error.kind === "missing") return false;
    throw error;
  }
}
