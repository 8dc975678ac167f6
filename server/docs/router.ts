import { Router } from 'express';
import { openApiDocument } from '../api/openapi';
import type { MountedOperation } from '../api/operation';
import { compressed, sendKept } from '../http/kept-file';
import { serve } from '../http/problem-handler';
import { docsPage, searchPage } from './page';
import { referenceOf } from './reference';
import { searchOf } from './search';
import { DOCS_STYLE } from './style';

/** Kept, and asked about each time: a deploy changes it under the same address. */
const KEPT = { cacheControl: 'no-cache', language: 'en' } as const;

/**
 * The public documentation of the API; its root leads programs there (RFC 8631).
 *
 * @param home where a browser is led from the root
 */
export function docsRouter(operations: readonly MountedOperation[], home: string): Router {
  // Made when first asked for: a server that starts has better things to do.
  const document = onceMade(() => openApiDocument(operations));
  const made = onceMade(() => {
    const reference = referenceOf(operations, document());
    return { reference, page: compressed('html', docsPage(reference)), search: searchOf(reference) };
  });
  const machineReadable = onceMade(() => compressed('json', JSON.stringify(document())));
  const style = onceMade(() => compressed('css', DOCS_STYLE));
  const router = Router();
  serve(router, 'get', '/openapi.json', (request, response) => {
    sendKept(request, response, machineReadable(), KEPT);
  });
  serve(router, 'get', '/docs.css', (request, response) => {
    sendKept(request, response, style(), KEPT);
  });
  serve(router, 'get', '/docs', (request, response) => {
    const { reference, page, search } = made();
    const outcome = search(request.query.q);
    const file = outcome.asked === '' ? page : compressed('html', searchPage(reference, outcome));
    sendKept(request, response, file, KEPT);
  });
  serve(router, 'get', '/', (_request, response) => {
    const tell = (): void => {
      response.json({ name: document().info.title, openapi: '/openapi.json', documentation: '/docs' });
    };
    response.links({ 'service-desc': '/openapi.json', 'service-doc': '/docs' });
    response.format({ json: tell, html: () => response.redirect(home), default: tell });
  });
  return router;
}

function onceMade<Made>(make: () => Made): () => Made {
  let made: { value: Made } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
