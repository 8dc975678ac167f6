/** The address that the gateway's page leads back to names that page. */
export interface AddressSetup {
  paymentSetup?: string;
}

/** Out of an address that anybody may have written. */
export const setupInAddress = ({ paymentSetup }: Record<string, unknown>): AddressSetup =>
  typeof paymentSetup === 'string' ? { paymentSetup } : {};
