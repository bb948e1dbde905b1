/** HTML in which every text is escaped: only what `markup` made goes in as it is. */
import { plainText } from "../../cli/plain_text.ts";

export class Markup {
  readonly #html: string;

  constructor(html: string) {
    this.#html = html;
  }

  toString(): string {
    return this.#html;
  }
}

type Part = string | number | Markup | readonly Markup[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escape(text: string): string {
  return plainText(text.toWellFormed()).replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? "");
}

function htmlOf(part: Part): string {
  if (part instanceof Markup) return part.toString();
  return typeof part === "object" ? part.join("\n") : escape(String(part));
}

/** A tag for templates; for elements' contents and quoted attributes, not for names or scripts. */
export function markup(literals: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(
    literals.map((literal, at) => {
      const part = parts[at];
      return part === undefined ? literal : literal + htmlOf(part);
    }).join(""),
  );
}
