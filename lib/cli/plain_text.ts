/** A text from elsewhere that cannot move the cursor, or make one line look like two. */
export function plainText(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, " ");
}

/**
 * JSON whose texts a terminal shows as they are: `JSON.stringify()` escapes the first 32 control
 * characters, and leaves those that some terminals obey as well.
 */
export function plainJson(json: string): string {
  return json.replaceAll(
    /[\u007f-\u009f]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** As `plainText()`, for a message of several lines. */
export function plainLines(text: string): string {
  return text.split("\n").map(plainText).join("\n");
}
