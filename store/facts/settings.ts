import { DAY, MINUTE } from '../../billing/calendar/durations';
import type { Locale } from '../../billing/facts/types';
import type { CurrencyCode } from '../../billing/money/types';
import { present } from '../../billing/present';
import type { AssessmentInput } from '../../billing/quotes/assessment';
import type { SettlementRules } from '../../billing/quotes/settlement';
import type { SellerTaxProfile } from '../../tax/decision-types';
import { type Connection, collectionOf, trusted } from '../mongo/collection';
import { firstPlain, insertOnce, listPlain } from '../mongo/documents';

/** Who makes a bought change real for a kind of account. */
type FulfilmentWay = 'local' | 'http';

/** The seller before the tax rules, and the VAT number with which it asks the register; null where it has none. */
interface Seller extends SellerTaxProfile {
  vatNumber: string | null;
}

/** The seller on pages and papers for customers; null leaves a part as it comes. */
interface Branding {
  /** Name that customers know the seller by. */
  name: string | null;
  /** "#" and six hexadecimal digits. */
  color: string | null;
  /** A PNG or JPEG as a data address. */
  logo: string | null;
  /** Legal name and address as on invoices, line by line. */
  address: string[];
  /** Where customers write to. */
  replyTo: string | null;
}

/** Where mails to the seller's support team go, and what they tell of. */
export interface SupportMail {
  address: string;
  locale: Locale;
  /** An order that is stuck for longer is told of, and an event from outside that nobody could act on for longer; 60 where absent. */
  stuckMinutes?: number;
  /** Where the pages for support are, without "?" and "#": links are made from it. Null: there are none. */
  deskUrl: string | null;
}

/** The seller's own decisions about selling. */
export interface Settings {
  quoteValidityMinutes: number;
  /** Name of the proration policy. */
  policy: string;
  /** When an order is charged: with itself, or with the next invoice of the system of record. */
  whenToBill: NonNullable<SettlementRules['whenToBill']>;
  /** Whether a negative total goes to the balance or is paid back. */
  negativeTotal: NonNullable<SettlementRules['negativeTotal']>;
  /** The least that is charged, by currency in major units; less goes to the balance. None where it is not named. */
  minimumCharges: Readonly<Record<CurrencyCode, string>>;
  /** Kinds of payment whose order is made while the money is still on its way, e.g. "bank_debit". */
  placeOnPending: readonly string[];
  /** Whether an order waits while a VAT number cannot be verified. */
  vatPolicy: 'hold' | 'charge_then_credit';
  /** A confirmation of a number on file that is older is asked for again at the next order. */
  vatConfirmationDays: number;
  /** After an order with VAT charged on an unverified number: waits before each later check, in milliseconds. */
  vatRecheckDelays: number[];
  /** The seller before the tax rules. */
  seller: Seller;
  /** Whether its customers buy as businesses. */
  customers: 'b2b' | 'b2c';
  /** Whether a customer may let a change take effect at the end of the period instead of now. */
  customersMayDefer: boolean;
  fulfilment: { standard: FulfilmentWay; corporate: FulfilmentWay };
  /** A delivery that is confirmed by nobody for so long is stuck, so that support can say what became of it. */
  fulfilmentDays: number;
  /** Two changes of one subscription within this time are of the same moment: one of them is refused. */
  sameMomentSeconds: number;
  /** When somebody is reminded of unassigned seats, in milliseconds after the purchase. */
  reminderDelays: number[];
  /** Hours within which the customer of an order that is handed over may expect an answer. */
  answerHours: number;
  /** An order that nobody touches for so long expires. */
  idleDays: number;
  branding: Branding;
  /** Where the pages for customers are, without "?" and "#": links are made from it. Null: there are none. */
  billingCentreUrl: string | null;
  /** Where customers pay open invoices, unless their account names a place of its own. */
  openInvoicesUrl: string | null;
  /** Null: support is told nothing by mail. */
  supportMail: SupportMail | null;
}

export const DEFAULT_SETTINGS: Settings = {
  quoteValidityMinutes: 30,
  policy: 'anchor-reset',
  whenToBill: 'at_once',
  negativeTotal: 'to_balance',
  // The least that cards take: below it a gateway refuses, and the order would be stuck with a few cents.
  minimumCharges: {
    EUR: '0.50',
    USD: '0.50',
    GBP: '0.30',
    CHF: '0.50',
    CAD: '0.50',
    SEK: '3.00',
    NOK: '3.00',
    DKK: '2.50',
    PLN: '2.00',
    CZK: '15.00',
    RON: '2.00',
    HUF: '175.00',
    JPY: '50',
    KWD: '0.150',
  },
  placeOnPending: [],
  vatPolicy: 'hold',
  vatConfirmationDays: 180,
  // Two weeks: soon at first, then twice a day.
  vatRecheckDelays: [15, 30, 60, 120, 240, 480, ...Array<number>(27).fill(720)].map((minutes) => minutes * MINUTE),
  seller: { country: 'FR', vatNumber: null, oss: true, registrations: [], thresholds: { euCrossBorder: 'reached' } },
  customers: 'b2b',
  customersMayDefer: false,
  fulfilment: { standard: 'local', corporate: 'http' },
  fulfilmentDays: 3,
  sameMomentSeconds: 2,
  reminderDelays: [1 * DAY, 3 * DAY, 7 * DAY, 14 * DAY],
  answerHours: 48,
  idleDays: 30,
  branding: { name: null, color: null, logo: null, address: [], replyTo: null },
  billingCentreUrl: null,
  openInvoicesUrl: null,
  supportMail: null,
};

/** The seller's rules of collecting and giving back, for an order in a currency. */
export function settlementRulesOf(settings: Settings, currency: CurrencyCode): SettlementRules {
  const { whenToBill, negativeTotal, minimumCharges } = settings;
  return present({ whenToBill, negativeTotal, minimumCharge: minimumCharges[currency] });
}

/** Whether the seller lets customers put a change off. */
export const deferralBy = ({ customersMayDefer }: Settings): NonNullable<AssessmentInput['deferral']> =>
  customersMayDefer ? 'offered' : 'not_offered';

/** One setting before and after, each as JSON text. */
export interface SettingChange {
  field: keyof Settings;
  before: string;
  after: string;
}

/** The settings as somebody made them, and what they changed. */
export interface SettingsVersion {
  tenantId: string;
  /** From 1 on, without a gap. */
  version: number;
  values: Settings;
  at: Date;
  by: string;
  /** Who asked for what `by` approved; null where one person was enough. */
  requestedBy: string | null;
  reasonCode: string;
  reason: string;
  changes: readonly SettingChange[];
}

/** What counts now; before anybody set anything it is version 0, which nobody made. */
export type SettingsInForce = Pick<SettingsVersion, 'version' | 'values'> & Partial<SettingsVersion>;

/**
 * The settings of each seller, as a list of versions that only grows: the last one counts, and the list is the history. A
 * setting that is younger than a version is in it as in {@link DEFAULT_SETTINGS}.
 */
export interface SellerSettings {
  read(tenantId: string): Promise<Settings>;
  inForce(tenantId: string): Promise<SettingsInForce>;
  /** @returns false when the place of its version is taken: somebody else changed them first */
  append(version: SettingsVersion): Promise<boolean>;
  /** The first seller behind an id that has set anything; null behind the last. */
  tenantAfter(tenantId: string): Promise<string | null>;
  /** The latest first, from before a version. */
  list(tenantId: string, before: number, limit: number): Promise<SettingsVersion[]>;
}

export function settingsIn(connection: Connection): SellerSettings {
  const model = collectionOf<SettingsVersion>(
    connection,
    'settingsversions',
    {
      requiredText: ['tenantId', 'by', 'reasonCode', 'reason'],
      requiredNumber: ['version'],
      requiredInstant: ['at'],
      text: ['requestedBy'],
      json: ['values', 'changes'],
    },
    [[{ tenantId: 1, version: 1 }, { unique: true }]],
  );
  const last = (tenantId: string, fields = {}) => firstPlain(model, { tenantId }, { version: -1 }, fields);
  const complete = (values: Partial<Settings> = {}): Settings => ({
    ...DEFAULT_SETTINGS,
    ...values,
    branding: { ...DEFAULT_SETTINGS.branding, ...values.branding },
  });
  return {
    read: async (tenantId) => complete((await last(tenantId, { values: 1 }))?.values),
    async inForce(tenantId) {
      const found = await last(tenantId);
      return { version: 0, ...found, values: complete(found?.values) };
    },
    append: (version) => insertOnce(model, version),
    async tenantAfter(tenantId) {
      const behind = { tenantId: trusted({ $gt: tenantId }) };
      return (await firstPlain(model, behind, { tenantId: 1, version: 1 }, { tenantId: 1 }))?.tenantId ?? null;
    },
    list: (tenantId, before, limit) =>
      listPlain(model, { tenantId, version: trusted({ $lt: before }) }, { sort: { version: -1 }, limit }),
  };
}
