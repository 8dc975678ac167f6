import { html, type Markup } from '../../receipts/markup';
import { page } from '../http/page';
import { anchorOf, CLOSED_LISTS } from './closed-lists';
import { EXAMPLE_LANGUAGES } from './example-code';
import { listSection } from './list-section';
import { OF_EVERY_OPERATION } from './operation-problems';
import { code, methodTag, operationSection } from './operation-section';
import type { ApiReference, DescribedOperation } from './reference';
import { inCode, schemaSection } from './schema-section';
import { LONGEST_SEARCH, type SearchOutcome } from './search';

/** The API as one page, in English as all of its names are. */
export function docsPage(reference: ApiReference): string {
  const { title, description, schemas } = reference;
  const groups = byTag(reference);
  const sections = groups.map(
    ({ tag, anchor, operations }) =>
      html`<h2 id="${anchor}">${tag}</h2>${operations.map((operation) => operationSection(operation, reference))}`,
  );
  const named = Object.entries(schemas).sort(([one], [other]) => (one < other ? -1 : 1));
  const content = html`<h1>${title} API</h1>
<p class="lead">${inCode(description)}</p>
${GETTING_STARTED}
${sections}<h2 id="lists">Codes and states</h2>
<p id="errors-of-all" class="always">Every operation may answer with
${OF_EVERY_OPERATION.map((one) => html`<a href="#${anchorOf('problem', one)}">${one}</a> `)}beside its own errors.</p>
${CLOSED_LISTS.map(listSection)}<h2 id="schemas">Schemas</h2>
${named.map(([name, schema]) => schemaSection(name, schema))}`;
  return framed(reference, { heading: `${title} API`, content, asked: '' });
}

/** The answer to a search, with links into the page. */
export function searchPage(reference: ApiReference, { asked, found, total }: SearchOutcome): string {
  const shown = found.length < total ? `, the first ${found.length} shown` : '';
  const count = total === 0 ? 'Nothing matches' : `${total} ${total === 1 ? 'match' : 'matches'}`;
  const items = found.map(
    ({ anchor, kind, name, about }) =>
      html`<li><a href="/docs#${anchor}"><code>${name}</code></a> <small>${kind}</small><p>${inCode(about.slice(0, LONGEST_ABOUT))}</p></li>`,
  );
  const help =
    total === 0
      ? html`<p>Try one word of it, a code, a path, or the name of a field. <a href="/docs">Everything is on one page</a>.</p>`
      : html`<ol class="found">${items}</ol>`;
  const content = html`<h1>Search</h1><p class="lead">${count} for “${asked}”${shown}.</p>${help}`;
  return framed(reference, { heading: `${asked} · ${reference.title} API`, content, asked });
}

const LONGEST_ABOUT = 300;

const START = `export AVENANT_URL=http://127.0.0.1:3000   # npm start prints it
export AVENANT_KEY=sk_…                    # and a key for each role`;

const GETTING_STARTED = html`<section id="begin"><h2>Begin</h2>
<p>The examples read the address of the service and a key from the environment. curl needs a shell, TypeScript Node 20, Python 3 its
standard library: nothing has to be installed. They name the sample data of <code>npm start</code>.</p>
${code(START, 'The environment of the examples')}
<p>Whatever starts or moves something takes an <code>Idempotency-Key</code>: the same key is the same order, however often it is sent.
The machine-readable document is <a href="/openapi.json">/openapi.json</a>.</p></section>`;

interface Framed {
  heading: string;
  content: Markup;
  asked: string;
}

function framed(reference: ApiReference, { heading, content, asked }: Framed): string {
  const body = html`<a class="skip" href="#content">Go to the content</a>
<div class="docs"><header class="side">
<p class="name"><a href="/docs">${reference.title} API</a></p>
<form role="search" action="/docs"><label for="q">Search operations, codes and schemas</label>
<span><input id="q" name="q" type="search" value="${asked}" maxlength="${LONGEST_SEARCH}" required><button>Search</button></span></form>
${LANGUAGE_SWITCH}
${contentsOf(reference)}
</header>
<main id="content">
${content}</main></div>`;
  return page(html`${heading}`.text, body.text, 'en');
}

/** One choice for all examples; their style follows it. */
const LANGUAGE_SWITCH = html`<fieldset class="languages"><legend>Examples in</legend>${EXAMPLE_LANGUAGES.map(
  ({ id, name }, index) =>
    html`<input type="radio" name="language" id="in-${id}"${index === 0 ? html` checked` : html``}><label for="in-${id}">${name}</label>`,
)}</fieldset>`;

function contentsOf(reference: ApiReference): Markup {
  const groups = byTag(reference).map(
    ({ tag, anchor, operations }) =>
      html`<li><a href="/docs#${anchor}">${tag}</a><ul>${operations.map(
        ({ mounted: { id, method } }) => html`<li><a href="/docs#${id}">${methodTag(method)} ${id}</a></li>`,
      )}</ul></li>`,
  );
  const lists = CLOSED_LISTS.map(({ id, title }) => html`<li><a href="/docs#${id}">${title}</a></li>`);
  return html`<nav aria-label="Contents"><ul><li><a href="/docs#begin">Begin</a></li>${groups}<li><a href="/docs#lists">Codes and states</a><ul>${lists}</ul></li><li><a href="/docs#schemas">Schemas</a></li></ul></nav>`;
}

interface Group {
  tag: string;
  anchor: string;
  operations: DescribedOperation[];
}

function byTag({ operations }: ApiReference): Group[] {
  const tags = [...new Set(operations.map(({ mounted }) => mounted.tag))];
  return tags.map((tag) => ({
    tag,
    anchor: `about-${tag.toLowerCase().replaceAll(/\W+/g, '-')}`,
    operations: operations.filter(({ mounted }) => mounted.tag === tag),
  }));
}
