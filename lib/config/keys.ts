/** Configuration keys: a field with its default and its meaning, and those that servers share. */
import { parseProxy } from "./values.ts";
import { command, duration, type Field, secretText, text, toggle } from "./fields.ts";

/** A key that may be absent; `shown` tells what happens then. */
export function optional<T>(field: Field<T>, description: string, shown = "") {
  return field.optional().meta({ description, default: shown });
}

/** A key with a default, written as a user would write it. */
export function preset<T>(field: Field<T>, value: string, description: string) {
  return field.prefault(value).meta({ description, default: value });
}

/** A list that is empty by default. */
export function lists<T>(field: Field<readonly T[]>, description: string) {
  return field.prefault([]).meta({ description, default: "" });
}

/** A secret never comes by a flag: a command line is seen by every user of the machine. */
export function secret(description: string) {
  return secretText().optional().meta({ description, default: "", secret: true });
}

export function connection(server: string, timeout: string) {
  return {
    ca_file: optional(
      text(),
      `PEM file of the authority that signed ${server}'s certificate`,
    ),
    client_certificate_file: optional(text(), `PEM file of a certificate to show to ${server}`),
    client_key_file: optional(text(), "PEM file of that certificate's private key"),
    proxy: optional(text(parseProxy), `Proxy on the way to ${server}, like http://proxy:3128`),
    timeout: preset(duration(), timeout, `How long one request to ${server} may take`),
    insecure_skip_tls_verification: preset(
      toggle(),
      "false",
      `Trust whatever answers in ${server}'s place, and send it the credentials`,
    ),
  };
}

export function secretPlaces(what: string) {
  return {
    file: optional(text(), `File that holds ${what} on its only line`),
    command: optional(command(), `Command whose first line of output is ${what}`),
  };
}
