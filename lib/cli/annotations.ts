/** GitHub's workflow commands: a failure that is seen on the page of the job. */
import { plainLines } from "./plain_text.ts";

interface Annotation {
  readonly title: string;
  readonly message: string;
}

function escapeMessage(text: string): string {
  return plainLines(text).replaceAll("%", "%25").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/** One line for stderr, which the runner reads as well: stdout may hold JSON. */
export function errorAnnotation({ title, message }: Annotation): string {
  return `::error title=${escapeProperty(title)}::${escapeMessage(message)}\n`;
}

/** Whether anybody reads annotations. */
export function inGithubActions(env: Readonly<Record<string, string | undefined>>): boolean {
  return env["GITHUB_ACTIONS"] === "true";
}
