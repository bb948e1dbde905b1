import type { Traffic } from "../sync/types.ts";

export const NO_TRAFFIC: Traffic = { requests: 0, bytesRead: 0, bytesWritten: 0 };

export function sumOf(one: Traffic, other: Traffic): Traffic {
  return {
    requests: one.requests + other.requests,
    bytesRead: one.bytesRead + other.bytesRead,
    bytesWritten: one.bytesWritten + other.bytesWritten,
  };
}
