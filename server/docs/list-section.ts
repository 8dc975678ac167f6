import { html, type Markup } from '../../receipts/markup';
import { anchorOf, type ClosedList } from './closed-lists';
import { inCode } from './schema-section';

/** A closed list as a table, each code under its own anchor. */
export function listSection({ id, title, about, head, codes }: ClosedList): Markup {
  const rows = codes.map(
    ({ code, cells }) =>
      html`<tr id="${anchorOf(id, code)}"><th scope="row"><a class="here" href="#${anchorOf(id, code)}"><code>${code}</code></a></th>${cells.map(
        (cell, index) => html`<td data-head="${head[index + 1] ?? ''}">${inCode(cell)}</td>`,
      )}</tr>
`,
  );
  return html`<section id="${id}" class="list"><h3><a class="here" href="#${id}">${title}</a></h3><p>${inCode(about)}</p>
<table><thead><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>
${rows}</tbody></table></section>
`;
}
