/**
 * What the documentation shows and no test runs, and why. Their lines are parsed, and what they
 * give to ti-misp is checked against its tables all the same.
 */

/** By program. */
export const PROGRAMS: Readonly<Record<string, string>> = {
  gh: "needs an account at GitHub",
  journalctl: "needs systemd",
  podman: "needs a container engine",
  sudo: "changes this machine",
  systemctl: "needs systemd",
};

/** By whole line. */
export const LINES: Readonly<Record<string, string>> = {
  'curl -fsS -u elastic -H "Content-Type: application/json" --data @api-key.json "https://elasticsearch.example.org:9200/_security/api_key"':
    "asks for a password; api_key_test.ts sends the same",
  "npx -y deno@2.9.4 task build": "is tested in tests/build",
  "npx -y deno@2.9.4 task build --target linux-arm64": "needs a base that is downloaded",
  "npx -y deno@2.9.4 task dev:elasticsearch": "starts a server that stays",
  "npx -y deno@2.9.4 task ok": "runs this test",
  "npx -y deno@2.9.4 task test": "runs this test",
  "npx -y deno@2.9.4 test -P=test --config deno.jsr.json --no-lock tests": "runs this test",
};

export function whyNotRun(line: string): string | undefined {
  return LINES[line] ?? PROGRAMS[line.split(/\s/)[0] ?? ""];
}
