import type { MethodKind, SavedMethod, Unknown } from './port';

/**
 * The port of the page on which a gateway takes payment details itself. Nothing here can move money: whoever has this port
 * and not the other one can only send a customer to the page and read what came of it.
 */

export interface SetupPageRequest {
  /** Ours, deterministic: the same reference with the same parameters opens one page. */
  reference: string;
  /** Whose details they will be, as in `ChargeRequest`. */
  customer: string;
  /** Where the page sends the customer back to, whatever they did there. */
  returnUrl: string;
  /** RFC 3339, UTC: when the page closes. From half an hour ahead to a day. */
  expiresAt: string;
  locale: 'en' | 'fr';
  /** What will be charged in, ISO 4217: some kinds of details are good for one currency only. */
  currency: string;
}

export interface OpenPage {
  status: 'open';
  /** The gateway's id of the page, by which it is read. */
  gatewayReference: string;
  url: string;
  expiresAt: string;
}

/** Opening moves no money, so after `unknown` the same request may be sent again. */
export type OpenedPage = OpenPage | Unknown;

/** What came of a page. Gateways that are not told of a customer who turned back leave it `open`: it is still good. */
export type SetupPageState =
  | OpenPage
  | {
      status: 'completed';
      /** Saved for this customer: the token is what `ChargeRequest.method` takes. */
      method: SavedMethod;
    }
  | { status: 'expired' | 'cancelled' }
  | Unknown;

export interface SetupPages {
  /** Name of the gateway. */
  readonly name: string;
  /** Throws GatewayMisuse and RangeError for our own mistakes only. */
  openPage(request: SetupPageRequest, signal: AbortSignal): Promise<OpenedPage>;
  readPage(page: { reference: string; gatewayReference: string }, signal: AbortSignal): Promise<SetupPageState>;
}

/** The kinds of details that a page may take: a direct debit is in euros. */
export const kindsFor = (currency: string): readonly MethodKind[] =>
  currency === 'EUR' ? ['card', 'bank_debit'] : ['card'];
