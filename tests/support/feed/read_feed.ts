/** The feed of the demo as it lies in the repository. */

export const FEED = new URL("../../fixtures/feed/", import.meta.url);

export interface FeedAttribute {
  readonly uuid: string;
  readonly type: string;
  readonly value: string;
  readonly to_ids: boolean;
  readonly deleted: boolean;
  readonly timestamp: string;
  readonly first_seen?: string;
  readonly last_seen?: string;
  readonly Tag?: readonly { readonly name: string }[];
  readonly Galaxy?: readonly unknown[];
}

export interface FeedObject {
  readonly uuid: string;
  readonly name: string;
  readonly deleted: boolean;
  readonly ObjectReference?: readonly {
    readonly uuid: string;
    readonly object_uuid: string;
    readonly referenced_uuid: string;
  }[];
  readonly Attribute: readonly FeedAttribute[];
}

export interface FeedEvent extends Record<string, unknown> {
  readonly uuid: string;
  readonly timestamp: string;
  readonly threat_level_id: string;
  readonly analysis: string;
  readonly date: string;
  readonly Tag: readonly { readonly name: string }[];
  readonly Galaxy?: readonly { readonly GalaxyCluster: readonly { readonly meta: unknown }[] }[];
  readonly Attribute: readonly FeedAttribute[];
  readonly Object?: readonly FeedObject[];
}

type Manifest = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export async function readManifest(): Promise<Manifest> {
  return JSON.parse(await Deno.readTextFile(new URL("manifest.json", FEED)));
}

export async function readEvents(): Promise<FeedEvent[]> {
  const uuids = Object.keys(await readManifest());
  return await Promise.all(uuids.map(async (uuid) => {
    return JSON.parse(await Deno.readTextFile(new URL(`${uuid}.json`, FEED))).Event;
  }));
}

export function attributesOf(event: FeedEvent): readonly FeedAttribute[] {
  return [...event.Attribute, ...(event.Object ?? []).flatMap((object) => object.Attribute)];
}

export async function readAttributes(): Promise<FeedAttribute[]> {
  return (await readEvents()).flatMap(attributesOf);
}
