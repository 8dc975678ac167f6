import { SettingsSchema } from '../../schemas/seller/settings';
import { isSeatInput, isVatFollowUpInput } from '../../workflows/inputs';

const { vatRecheckDelays, reminderDelays } = SettingsSchema.shape;
const MINUTE = 60_000;

/** The most delays that a seller may set. */
function mostOf(setting: typeof vatRecheckDelays): number[] {
  let most = 0;
  while (setting.safeParse(Array(most + 1).fill('PT15M')).success) most += 1;
  return Array(most).fill(15 * MINUTE);
}

describe('the input of a follow-up', () => {
  it('a follow-up takes as many checks of a VAT number as a seller may set', () => {
    const delays = mostOf(vatRecheckDelays);
    expect(delays.length).toBeGreaterThan(1);
    const order = { tenantId: 'tenant', accountId: 'acc_1', changeId: 'chg_1', quoteId: 'quo_1', vatNumber: 'FR1' };
    expect(isVatFollowUpInput({ ...order, delays })).toBe(true);
  });

  it('a follow-up takes as many reminders of free seats as a seller may set', () => {
    const delays = mostOf(reminderDelays);
    expect(delays.length).toBeGreaterThan(1);
    expect(isSeatInput({ tenantId: 'tenant', subscriptionId: 'sub_1', reminderDelays: delays })).toBe(true);
  });
});
