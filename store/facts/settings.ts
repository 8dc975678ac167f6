import { DAY, MINUTE } from '../../billing/calendar/durations';
import type { CurrencyCode } from '../../billing/money/types';
import { present } from '../../billing/present';
import type { SettlementRules } from '../../billing/quotes/settlement';
import type { SellerTaxProfile } from '../../tax/decision-types';
import { type Connection, collectionOf, part, requiredNumber } from '../mongo/collection';
import { findPlain, UPSERT } from '../mongo/documents';

/** Who makes a bought change real for a kind of account. */
type FulfilmentWay = 'local' | 'http';

/** The seller before the tax rules, and the VAT number with which it asks the register; null where it has none. */
interface Seller extends SellerTaxProfile {
  vatNumber: string | null;
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
  fulfilment: { standard: FulfilmentWay; corporate: FulfilmentWay };
  /** A delivery that is confirmed by nobody for so long is stuck, so that support can say what became of it. */
  fulfilmentDays: number;
  /** Two changes of one subscription within this time are of the same moment: one of them is refused. */
  sameMomentSeconds: number;
  /** When somebody is reminded of unassigned seats, in milliseconds after the purchase. */
  reminderDelays: number[];
  /** An order that nobody touches for so long expires. */
  idleDays: number;
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
  fulfilment: { standard: 'local', corporate: 'http' },
  fulfilmentDays: 3,
  sameMomentSeconds: 2,
  reminderDelays: [1 * DAY, 3 * DAY, 7 * DAY, 14 * DAY],
  idleDays: 30,
};

/** The seller's rules of collecting and giving back, for an order in a currency. */
export function settlementRulesOf(settings: Settings, currency: CurrencyCode): SettlementRules {
  const { whenToBill, negativeTotal, minimumCharges } = settings;
  return present({ whenToBill, negativeTotal, minimumCharge: minimumCharges[currency] });
}

interface SettingsDoc {
  tenantId: string;
  values: Partial<Settings>;
}

/** One document a seller; what it does not say is as in {@link DEFAULT_SETTINGS}. */
export interface SellerSettings {
  read(tenantId: string): Promise<Settings>;
  /** Changes the settings named and leaves the others. */
  change(tenantId: string, values: Partial<Settings>): Promise<void>;
}

export function settingsIn(connection: Connection): SellerSettings {
  const model = collectionOf<SettingsDoc>(
    connection,
    'settings',
    {
      requiredText: ['tenantId'],
      others: {
        values: part({
          text: ['policy', 'whenToBill', 'negativeTotal', 'vatPolicy', 'customers'],
          number: ['quoteValidityMinutes', 'vatConfirmationDays', 'fulfilmentDays', 'sameMomentSeconds', 'idleDays'],
          json: ['minimumCharges', 'seller', 'fulfilment'],
          others: {
            placeOnPending: { type: [String], default: undefined },
            vatRecheckDelays: { type: [requiredNumber], default: undefined },
            reminderDelays: { type: [requiredNumber], default: undefined },
          },
        }),
      },
    },
    [[{ tenantId: 1 }, { unique: true }]],
  );
  return {
    async read(tenantId) {
      const doc = await findPlain(model, { tenantId });
      return { ...DEFAULT_SETTINGS, ...doc?.values };
    },
    async change(tenantId, values) {
      const changed = Object.entries(values).map(([name, value]) => [`values.${name}`, value]);
      await model.updateOne({ tenantId }, { $set: Object.fromEntries(changed) }, UPSERT);
    },
  };
}
