/** The customer as every gateway knows them: charges find the details that were saved under the same name. */
export const gatewayCustomer = ({ tenantId, accountId }: { tenantId: string; accountId: string }): string =>
  `${tenantId}:${accountId}`;
