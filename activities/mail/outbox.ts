import type { Account } from '../../billing/facts/types';
import type { Tools } from '../shared/dependencies';
import { type MailKind, mailText } from './texts';

/** Writes a mail to every billing contact of an account. A key is written once, however often this is run. */
export function mailContacts(
  tools: Tools,
  account: Account,
  key: string,
  kind: MailKind,
  facts: Record<string, string | number>,
  html: string | null = null,
): Promise<void> {
  return mail(tools, account, account.billingContactIds, { key, kind, facts, html });
}

export interface MailToWrite {
  key: string;
  kind: MailKind;
  facts: Record<string, string | number>;
  /** The same as the text, for readers that show HTML; null for mails of a sentence or two. */
  html: string | null;
}

export async function mail(
  { store, clock }: Tools,
  { tenantId, accountId, locale }: Account,
  recipients: readonly string[],
  { key, kind, facts, html }: MailToWrite,
): Promise<void> {
  const text = mailText(kind, locale, facts);
  const at = clock();
  await store.outbox.put(
    recipients.map((recipientId) => ({
      tenantId,
      accountId,
      recipientId,
      locale,
      kind,
      html,
      at,
      key: `${key}:${recipientId}`,
      ...text,
    })),
  );
}
