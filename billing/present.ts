type Optional<Fields> = { [Name in keyof Fields as undefined extends Fields[Name] ? Name : never]: Fields[Name] };
type Present<Fields> = Omit<Fields, keyof Optional<Fields>> & {
  [Name in keyof Optional<Fields>]?: Exclude<Fields[Name & keyof Fields], undefined>;
};

/**
 * An object without the fields that are undefined: under `exactOptionalPropertyTypes` a field is there or it is not, and
 * in JSON, MongoDB and histories an absent field costs nothing.
 */
export function present<Fields extends object>(fields: Fields): Present<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<Fields>;
}
