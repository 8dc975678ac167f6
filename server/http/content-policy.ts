import { createHash } from 'node:crypto';
import helmet from 'helmet';

/**
 * Nothing of our addresses is told to another site, and our own forms are: without a referrer at all a browser sends them with
 * `Origin: null`, which is what another site's look like.
 */
export const secureHeaders = helmet({
  contentSecurityPolicy: false,
  referrerPolicy: { policy: 'same-origin' },
});

/** Our pages load files of this host, and nothing that stands inside a page. */
export const contentPolicy = helmet.contentSecurityPolicy({
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
  },
});

/** The policy of a page that is only read: styles of this host, and nothing that runs, is fetched or is sent. */
export const POLICY_OF_READING =
  "default-src 'none'; style-src 'self'; img-src data:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

/** The policy of a page that people keep, with its style and logo inside: these very styles, and nothing that is fetched. */
export function policyOfPage(html: string): string {
  const styles = [...html.matchAll(/<style>(.*?)<\/style>/gs)].map(([, style = '']) => `'sha256-${sha256(style)}'`);
  return `default-src 'none'; style-src ${styles.join(' ')}; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');
