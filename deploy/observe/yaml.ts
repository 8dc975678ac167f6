type Value = string | number | boolean | readonly Value[] | { readonly [name: string]: Value };

/** YAML of plain values: enough for files that are written by a program and read by others. Texts stand in double quotes. */
export const yaml = (value: Value): string => `${lines(value).join('\n')}\n`;

function lines(value: Value): string[] {
  if (Array.isArray(value)) return (value as readonly Value[]).flatMap((item) => asItem(lines(item)));
  if (typeof value !== 'object') return [JSON.stringify(value)];
  return Object.entries(value).flatMap(([name, field]) => {
    const inner = lines(field);
    return typeof field === 'object' ? [`${name}:`, ...inner.map((line) => `  ${line}`)] : [`${name}: ${inner[0]}`];
  });
}

const asItem = ([first, ...rest]: string[]): string[] => [`- ${first}`, ...rest.map((line) => `  ${line}`)];
