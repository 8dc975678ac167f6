import { type Request, Router } from 'express';
import { sendKept } from '../http/kept-file';
import { Problem } from '../http/problem';
import { serve } from '../http/problem-handler';
import { builtAt, type PagesBuild, readBuild } from './build';

/** Where screens are: every address below is one of the application, which knows which. */
const AREAS = ['/billing{/*screen}', '/desk{/*screen}'];
const FOR_DEVELOPERS = ['/styleguide'];

/** Whoever has it never asks again: other content has another name. */
const FOR_EVER = 'public, max-age=31536000, immutable';
/** Kept, and asked about each time; kept also for the way back, which `no-store` would forbid. */
const ASKED_ABOUT = 'no-cache';

interface PagesParts {
  /** Of `npm run build`. */
  folder: string;
  /** Shows what only developers may see, and notices a newer build. */
  development: boolean;
  /** Where whoever asks has to go first, who cannot be anybody yet; null where they may be. */
  signInFirst(request: Request): string | null;
}

/** The pages for people, as they were built. */
export function pagesRouter({ folder, development, signInFirst }: PagesParts): Router {
  const router = Router({ caseSensitive: true });
  let build: PagesBuild | undefined;
  const current = (): PagesBuild => {
    if (build === undefined || (development && builtAt(folder) !== build.madeAt)) build = readBuild(folder);
    if (build === undefined) throw new Problem('pages_not_built');
    return build;
  };
  for (const path of development ? [...AREAS, ...FOR_DEVELOPERS] : AREAS) {
    serve(router, 'get', path, (request, response) => {
      const signIn = signInFirst(request);
      if (signIn === null) sendKept(request, response, current().index, { cacheControl: ASKED_ABOUT });
      else response.set('Cache-Control', 'no-store').redirect(303, signIn);
    });
  }
  serve(router, 'get', '/assets/:name', (request, response) => {
    const file = current().assets.get(String(request.params.name));
    if (file === undefined) throw new Problem('not_found');
    sendKept(request, response, file, { cacheControl: FOR_EVER });
  });
  return router;
}
