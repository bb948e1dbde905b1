import { facet } from "./facet.ts";
import type { Rule } from "./indicator.ts";

/**
 * `00-1B-44-11-3A-B7`, the form that ECS wants of MAC addresses, from any usual one; `undefined`
 * when there are not exactly `digits` hex digits.
 */
export function formatMac(text: string, digits: 12 | 16): string | undefined {
  const hex = text.replace(/[:\-.\s]/g, "").toUpperCase();
  const isMac = hex.length === digits && /^[0-9A-F]+$/.test(hex) &&
    /^[0-9a-f].*[0-9a-f]$/i.test(text);
  return isMac ? hex.match(/../g)?.join("-") : undefined;
}

/** ECS has no field for a MAC address as an indicator. */
export function mac(digits: 12 | 16): Rule {
  return (draft, text) => facet(draft, formatMac(text.trim(), digits) ?? text);
}
