/** The table of fields as `mappings.properties` of an index template. */
import type { Field, FieldParameters } from "./field.ts";

export interface MappingOptions {
  /** `constant_keyword` where the table says so; else `keyword`, for servers that do not know it. */
  readonly constantKeyword: boolean;
  /** Values that the template fixes for constant fields, by field name. */
  readonly constants?: Readonly<Record<string, string>>;
}

/** Each field's parameters, or `{ properties }` of the fields below it. */
export type Properties = Readonly<Record<string, FieldParameters>>;

interface Leaf {
  /** What is left of the field's dotted name. */
  readonly path: string;
  readonly parameters: FieldParameters;
}

export function elasticMapping(fields: readonly Field[], options: MappingOptions): Properties {
  return propertiesOf(fields.map((field) => ({
    path: field.name,
    parameters: parametersOf(field, options),
  })));
}

function parametersOf(
  { name, type, parameters }: Field,
  { constantKeyword, constants = {} }: MappingOptions,
): FieldParameters {
  if (type !== "constant_keyword") return { type, ...parameters };
  if (!constantKeyword) return { type: "keyword", ignore_above: 1024 };
  const value = constants[name];
  return value === undefined ? { type } : { type, value };
}

function propertiesOf(leaves: readonly Leaf[]): Properties {
  const groups = Map.groupBy(leaves, ({ path }) => path.split(".", 1).join());
  return Object.fromEntries(
    [...groups].map(([name, group]) => [name, nodeOf(name, group)]),
  );
}

function nodeOf(name: string, group: readonly Leaf[]): FieldParameters {
  const own = group.find(({ path }) => path === name);
  if (own !== undefined) return own.parameters;
  const below = group.map(({ path, parameters }) => ({
    path: path.slice(name.length + 1),
    parameters,
  }));
  return { properties: propertiesOf(below) };
}
