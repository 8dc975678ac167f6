type Optional<Fields> = { [Name in keyof Fields as undefined extends Fields[Name] ? Name : never]: Fields[Name] };
type Present<Fields> = Omit<Fields, keyof Optional<Fields>> & {
  [Name in keyof Optional<Fields>]?: Exclude<Fields[Name & keyof Fields], undefined>;
};

/**
 * An object without the fields that are undefined: under `exactOptionalPropertyTypes` a field is there or it is not, and
 * in JSON, MongoDB and histories an absent field costs nothing.
 */
export function present<Fields extends object>(fields: Fields): Present<Fields> {
  const kept: Partial<Fields> = {};
  for (const name of Object.keys(fields) as (keyof Fields)[]) {
    if (fields[name] !== undefined) kept[name] = fields[name];
  }
  return kept as Present<Fields>;
}
