import { Router } from 'express';
import { serve } from '../http/problem-handler';
import { DOCS_STYLE, docsPage } from './docs-page';
import { openApiDocument } from './openapi';
import type { MountedOperation } from './operation';

/**
 * The public documentation of the API; its root leads programs there (RFC 8631).
 *
 * @param home where a browser is led from the root
 */
export function docsRouter(operations: readonly MountedOperation[], home: string): Router {
  const document = openApiDocument(operations);
  const page = docsPage(document);
  const router = Router();
  serve(router, 'get', '/openapi.json', (_request, response) => {
    response.json(document);
  });
  serve(router, 'get', '/docs.css', (_request, response) => {
    response.type('css').send(DOCS_STYLE);
  });
  serve(router, 'get', '/docs', (_request, response) => {
    response.type('html').send(page);
  });
  serve(router, 'get', '/', (_request, response) => {
    const tell = (): void => {
      response.json({ name: document.info.title, openapi: '/openapi.json', documentation: '/docs' });
    };
    response.links({ 'service-desc': '/openapi.json', 'service-doc': '/docs' });
    response.format({ json: tell, html: () => response.redirect(home), default: tell });
  });
  return router;
}
