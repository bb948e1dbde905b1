import { MispError } from "./answer.ts";
import type { MispRequest } from "./request.ts";

export type Role = "admin" | "user" | "publisher" | "read only" | "sync";

/** The user behind the key. A test may change any of it while the server runs. */
export interface Account {
  key: string;
  role: Role;
  /** A member of the organisation that owns the events: sees their deleted attributes in `events/restSearch`. */
  ownOrg: boolean;
  keyExpired: boolean;
  userDisabled: boolean;
  /** The key is bound to another address. */
  otherAddress: boolean;
  /** `X-Auth-Key-Expiration` of each answer, such as `2027-01-01T00:00:00+00:00`. */
  keyExpiration: string | null;
}

export const TEST_KEY = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123";

export function newAccount(changes: Partial<Account> = {}): Account {
  return {
    key: TEST_KEY,
    role: "admin",
    ownOrg: true,
    keyExpired: false,
    userDisabled: false,
    otherAddress: false,
    keyExpiration: null,
    ...changes,
  };
}

const NOT_AUTHENTICATED =
  "Authentication failed. Please make sure you pass the API key of an API " +
  "enabled user along in the Authorization header.";

/** Throws the 403 that MISP would answer; the key must be the whole header, without "Bearer". */
export function authenticate(account: Account, request: MispRequest): void {
  const given = request.headers.get("authorization");
  if (given !== account.key || account.key.length !== 40 || account.keyExpired) {
    throw new MispError(403, NOT_AUTHENTICATED);
  }
  if (account.userDisabled) {
    throw new MispError(403, "Authentication failed. Your user account has been disabled.");
  }
  if (account.otherAddress) {
    throw new MispError(403, "It is not possible to use this Auth key from your IP address");
  }
}
