const FORM = "00000000-0000-0000-0000-000000000000";
const HYPHEN = 0x2d;

/** In either case. Each row is asked, so that this is looked at by hand: a third of an expression. */
export function isUuid(text: string): boolean {
  if (text.length !== FORM.length) return false;
  for (let at = 0; at < FORM.length; at++) {
    const code = text.charCodeAt(at);
    if (FORM.charCodeAt(at) === HYPHEN ? code !== HYPHEN : !isHexDigit(code)) return false;
  }
  return true;
}

function isHexDigit(code: number): boolean {
  const lower = code | 0x20;
  return (code >= 0x30 && code <= 0x39) || (lower >= 0x61 && lower <= 0x66);
}
