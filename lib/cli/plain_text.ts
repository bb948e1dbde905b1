/** A text from elsewhere that cannot move the cursor, or make one line look like two. */
export function plainText(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, " ");
}
