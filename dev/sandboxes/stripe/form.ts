/** Stripe's request bodies: forms whose names nest by brackets, `metadata[reference]=…` or `expand[0]=…`. */

export interface Form {
  [name: string]: string | Form;
}

const NAME = /^([^[\]]+)((?:\[[^[\]]*\])*)$/;

/** The nested form of flat names; undefined when a name is malformed or is both a text and a group. */
export function nestedForm(flat: Readonly<Record<string, string>>): Form | undefined {
  const form: Form = {};
  for (const [name, value] of Object.entries(flat)) {
    const [, first, rest = ''] = NAME.exec(name) ?? [];
    if (first === undefined) return undefined;
    const path = [first, ...[...rest.matchAll(/\[([^\]]*)\]/g)].map(([, inner = '']) => inner)];
    if (!place(form, path, value)) return undefined;
  }
  return form;
}

function place(form: Form, path: string[], value: string): boolean {
  let group = form;
  for (const name of path.slice(0, -1)) {
    const inner = group[name] ?? {};
    if (typeof inner === 'string') return false;
    group[name] = inner;
    group = inner;
  }
  const last = path.at(-1) ?? '';
  if (Object.hasOwn(group, last)) return false;
  group[last] = value;
  return true;
}
