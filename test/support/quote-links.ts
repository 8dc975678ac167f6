import type { FlowApi } from './flow-api';

interface Link {
  url: string;
  expiresAt: string;
  quoteId: string;
}

/** A page as whoever has its link gets it. */
interface LinkedPage {
  status: number;
  headers: Headers;
  text: string;
}

/** Where people reach the API of a stand, by its name: links lead there. */
export const PUBLIC_URL = 'https://billing.seller.example';

const pathOf = (changeId: string): string => `/v1/changes/${changeId}/quote-link`;

export const makeQuoteLink = async (buyer: FlowApi, changeId: string): Promise<Link> =>
  (await buyer.ask<Link>('POST', pathOf(changeId), { expect: [201] })).body;

export const refusedQuoteLink = async (buyer: FlowApi, changeId: string): Promise<unknown> =>
  (await buyer.ask<{ code: string }>('POST', pathOf(changeId), { expect: [403, 404, 409, 503] })).body.code;

export const readQuoteLink = (buyer: FlowApi, changeId: string): Promise<{ mayBeMade: boolean; link: Link | null }> =>
  buyer.get(pathOf(changeId));

export const withdrawQuoteLink = async (buyer: FlowApi, changeId: string): Promise<void> => {
  await buyer.ask('DELETE', pathOf(changeId), { expect: [204] });
};

/** Opens a link at a stand, which listens elsewhere than people reach it. */
export async function followed(
  stand: { url: string },
  link: string,
  { language = 'en', method = 'GET' } = {},
): Promise<LinkedPage> {
  const { origin, pathname, search } = new URL(link);
  if (origin !== PUBLIC_URL) throw new Error(`The link leads to ${origin}.`);
  const headers = { accept: 'text/html', 'accept-language': language };
  const answer = await fetch(`${stand.url}${pathname}${search}`, { method, headers, redirect: 'manual' });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}
