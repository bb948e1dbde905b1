/** HTML in which every text is escaped: only what `html` made goes in as it is. */

export class Html {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

type Part = string | number | Html | readonly Html[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escape(text: string): string {
  return text.toWellFormed()
    // deno-lint-ignore no-control-regex
    .replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, " ")
    .replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? "");
}

function markupOf(part: Part): string {
  if (part instanceof Html) return part.toString();
  return typeof part === "object" ? part.join("\n") : escape(String(part));
}

/** A tag for templates; for elements' contents and quoted attributes, not for names or scripts. */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(
    literals.map((literal, at) => {
      const part = parts[at];
      return part === undefined ? literal : literal + markupOf(part);
    }).join(""),
  );
}
