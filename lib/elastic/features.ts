/** What a server can do that its version does not tell: features may be left out, or switched off. */
import { RequestError } from "../errors.ts";
import type { Flavour } from "./flavour.ts";
import type { ElasticConnection } from "./request.ts";

export interface Features {
  /** Fields of type `constant_keyword`; `keyword` stands in for them. */
  readonly constantKeyword: boolean;
  /** ILM or ISM, whichever the server's kind has; true where neither is needed. */
  readonly policies: boolean;
  readonly transforms: boolean;
  /** The API of data streams itself; `_bulk` makes them without it. */
  readonly dataStreams: boolean;
}

/** The server as far as assets depend on it. */
export interface ServerFacts {
  readonly flavour: Flavour;
  readonly features: Features;
}

/** Servers as they come. */
export const ALL_FEATURES: Features = {
  constantKeyword: true,
  policies: true,
  transforms: true,
  dataStreams: true,
};

/** A name that nobody gives to anything. */
const NOTHING = "ti-misp-is-this-there";

export async function serverFacts(connection: ElasticConnection): Promise<ServerFacts> {
  const { flavour } = connection;
  const { policyPath } = POLICY_PATHS[flavour.lifecycle];
  return {
    flavour,
    features: {
      constantKeyword: await knowsConstantKeyword(connection),
      policies: policyPath === undefined || await answers(connection, `${policyPath}${NOTHING}`),
      transforms: flavour.transforms && await answers(connection, `/_transform/${NOTHING}`),
      dataStreams: await answers(connection, `/_data_stream/${NOTHING}`),
    },
  };
}

/** Where lifecycle policies are kept; a data stream lifecycle is part of the template. */
export const POLICY_PATHS = {
  ilm: { policyPath: "/_ilm/policy/" },
  ism: { policyPath: "/_plugins/_ism/policies/" },
  data_stream: { policyPath: undefined },
} satisfies Record<Flavour["lifecycle"], { readonly policyPath: string | undefined }>;

/** Whether anything serves this path: a server without the feature does not know it. */
async function answers(connection: ElasticConnection, path: string): Promise<boolean> {
  try {
    await connection.ask({ method: "GET", path });
    return true;
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    if (isUnserved(error)) return false;
    if (error.kind === "missing" || error.kind === "unauthorised") return true;
    throw error;
  }
}

/** An endpoint that the server does not have. */
export function isUnserved(error: unknown): boolean {
  return error instanceof RequestError &&
    /no handler found|Incorrect HTTP method/i.test(error.message);
}

/** A template that is only tried; without the privilege for it the type is taken to be there. */
async function knowsConstantKeyword(connection: ElasticConnection): Promise<boolean> {
  try {
    await connection.ask({
      method: "POST",
      path: "/_index_template/_simulate",
      body: {
        index_patterns: [NOTHING],
        template: { mappings: { properties: { probe: { type: "constant_keyword", value: "" } } } },
      },
    });
    return true;
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    if (error.kind === "unauthorised") return true;
    if (error.status === 400) return false;
    throw error;
  }
}
