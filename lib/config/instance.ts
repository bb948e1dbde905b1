function hostOf(text: string): string | undefined {
  return URL.parse(text)?.hostname.replace(/^\[|\]$/g, "");
}

/** The last name of a directory, which tells one feed from another. */
function nameOf(directory: string): string | undefined {
  return directory.split(/[\\/]+/).filter((part) => !/^\.*$/.test(part)).at(-1);
}

function plain(name: string | undefined): string | undefined {
  return name === undefined || name === "" ? undefined : name.replace(/[^A-Za-z0-9._-]/g, "-");
}

/** What a source is called when nobody named it: the host of MISP or of the feed. */
export function defaultInstance(source: unknown, mispUrl: unknown): string | undefined {
  const [, location] = typeof source === "string" ? /^feed:(.+)$/s.exec(source) ?? [] : [];
  if (location !== undefined) {
    return plain(/^https?:/.test(location) ? hostOf(location) : nameOf(location) ?? "feed");
  }
  return typeof mispUrl === "string" ? plain(hostOf(mispUrl)) : undefined;
}
