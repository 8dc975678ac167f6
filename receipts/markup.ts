/** Text that is HTML already; everything else is escaped when it is put into some. */
export class Markup {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text;
  }
}

type Part = string | number | Markup | readonly Markup[];

/** HTML with holes: what is filled in is escaped, unless it is markup itself. */
export function html(texts: TemplateStringsArray, ...parts: Part[]): Markup {
  const filled = parts.map((part) => {
    if (Array.isArray(part)) return part.join('');
    return part instanceof Markup ? part.text : escaped(String(part));
  });
  return new Markup(String.raw({ raw: texts }, ...filled));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
