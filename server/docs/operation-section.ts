import { html, type Markup } from '../../receipts/markup';
import { anchorOf } from './closed-lists';
import { EXAMPLE_LANGUAGES } from './example-code';
import { exampleRequest } from './example-request';
import { mayRefuse, OF_EVERY_OPERATION, problemsOf } from './operation-problems';
import { type ApiReference, type DescribedAnswer, type DescribedOperation, nameOfSchema } from './reference';
import { sampleOf } from './samples';
import { fieldRow, inCode, shapeOf, typeInWords } from './schema-section';

const NOTHING = html``;

/** An operation under its own anchor: what it is asked, how that is written, and what it answers. */
export function operationSection(operation: DescribedOperation, reference: ApiReference): Markup {
  const { id, summary, description, method, path, roles } = operation.mounted;
  return html`<section id="${id}" class="operation"><h3><a class="here" href="#${id}">${summary}</a></h3>
<p class="route">${methodTag(method)} <code>${path}</code></p>
<div class="columns"><div class="told">
${description === undefined ? NOTHING : html`<p>${inCode(description)}</p>`}
<p class="roles">Roles: ${roles.map((role) => role.replaceAll('_', ' ')).join(', ')}</p>
${parametersOf(operation)}${bodyOfRequest(operation, reference)}${answersOf(operation)}${errorsOf(operation)}
</div><div class="shown">
${examplesOf(operation, reference)}</div></div></section>
`;
}

/** A method in the colour of what it does. */
export const methodTag = (method: string): Markup =>
  html`<span class="method method-${method}">${method.toUpperCase()}</span>`;

const PLACES = { path: 'Path', query: 'Query', header: 'Headers' } as const;

const parametersOf = ({ parameters }: DescribedOperation): Markup =>
  html`${(['path', 'query', 'header'] as const).map((place) => {
    const here = parameters.filter((parameter) => parameter.in === place);
    const rows = here.map(({ name, schema, required = false, description }) =>
      fieldRow(name, schema, required, description ?? schema.description),
    );
    return rows.length === 0 ? NOTHING : html`<h4>${PLACES[place]}</h4><dl class="fields">${rows}</dl>`;
  })}`;

function bodyOfRequest({ body }: DescribedOperation, { schemas }: ApiReference): Markup {
  if (body === undefined) return NOTHING;
  const name = nameOfSchema(body);
  const schema = name === undefined ? body : (schemas[name] ?? {});
  const isShort = schema.oneOf === undefined;
  return html`<h4>Body: ${typeInWords(body)}</h4>${isShort ? shapeOf(schema) : html`<p>${schema.description ?? ''}</p>`}`;
}

const answersOf = ({ answers }: DescribedOperation): Markup =>
  html`<h4>Answers</h4><dl class="fields">${answers.map(
    ({ status, description, schema, offered }) =>
      html`<div><dt><code>${status}</code></dt><dd>${inCode(description)} ${
        schema === undefined || isText(schema) ? offered.join(', ') : typeInWords(schema)
      }</dd></div>`,
  )}</dl>`;

const isText = ({ type }: NonNullable<DescribedAnswer['schema']>): boolean => type === 'string';

function errorsOf(operation: DescribedOperation): Markup {
  const codes = problemsOf(operation).map((code) => html`<li><a href="#${anchorOf('problem', code)}">${code}</a></li>`);
  const refusals = mayRefuse(operation.mounted) ? html`<li>every <a href="#refusal">refusal</a></li>` : NOTHING;
  return html`<details><summary>Errors</summary><ul class="codes">${codes}${refusals}<li>and the
<a href="#errors-of-all">${OF_EVERY_OPERATION.length} of every operation</a></li></ul></details>`;
}

function examplesOf(operation: DescribedOperation, reference: ApiReference): Markup {
  const request = exampleRequest(operation, reference);
  const { summary } = operation.mounted;
  const codes = EXAMPLE_LANGUAGES.map(
    ({ id, name, write }) =>
      html`<figure class="example example-${id}"><figcaption>${name}</figcaption>${code(write(request), `${summary}, in ${name}`)}</figure>`,
  );
  return html`${codes}<p class="key">Role of the key: ${request.role.replaceAll('_', ' ')}</p>${sampleAnswer(operation, reference)}`;
}

function sampleAnswer({ answers, mounted }: DescribedOperation, { schemas }: ApiReference): Markup {
  const [answer] = answers;
  if (answer?.schema === undefined || isText(answer.schema)) return NOTHING;
  const sample = JSON.stringify(sampleOf(answer.schema, schemas, { isAnswer: true }), null, 2);
  return html`<details><summary>Answer ${answer.status}</summary>${code(sample, `Answer of ${mounted.id}`)}</details>`;
}

/** Scrolls by itself, so it takes the keyboard's focus. */
export const code = (text: string, label: string): Markup =>
  html`<pre tabindex="0" role="region" aria-label="${label}"><code>${text}</code></pre>`;
