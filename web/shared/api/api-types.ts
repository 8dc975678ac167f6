// Written by `npm run docs` from the schemas that requests are checked with; nobody changes it by hand.

/** The named values of the API. */
export interface Schemas {
  Account: {
    kind: 'standard' | 'corporate';
    currency: Schemas['Currency'];
    timeZone: Schemas['TimeZone'];
    locale: 'fr' | 'en';
    country: string;
    postalCode?: string;
    billingContactIds: Schemas['Id'][];
    seatAdminIds: Schemas['Id'][];
    pastDue: boolean;
    vatNumber?: string;
    companyName?: string;
    street?: string;
    city?: string;
    paymentMethod?: string | null;
    openInvoicesUrl?: Schemas['WebAddress'];
    openInvoices?: Schemas['OpenInvoice'][];
    version: number;
  };
  AccountBilling: {
    currency: Schemas['Currency'];
    country: string;
    vatNumber: string | null;
    hasPaymentDetails: boolean;
    pastDue: boolean;
    openInvoicesUrl: Schemas['WebAddress'] | null;
    openInvoices: Schemas['InvoiceToPay'][];
    balance: Schemas['Money'];
  };
  AccountList: {
    items: Schemas['AccountListItem'][];
    next: string | null;
  };
  AccountListItem: {
    accountId: Schemas['Id'];
    name: string | null;
    kind: 'standard' | 'corporate';
    locale: 'fr' | 'en';
    timeZone: Schemas['TimeZone'];
    role: Schemas['Standing'] | null;
  };
  AccountPeople: {
    items: Schemas['AccountPerson'][];
    next: string | null;
  };
  AccountPerson: {
    personId: Schemas['Id'];
    name: string | null;
    mailAddress: string | null;
    roles: Schemas['Standing'][];
    hasSeat: boolean | null;
    mail: Schemas['MailStanding'] | null;
    remindersStoppedAt: Schemas['Instant'] | null;
  };
  AccountView: {
    accountId: Schemas['Id'];
    name: string | null;
    kind: 'standard' | 'corporate';
    locale: 'fr' | 'en';
    timeZone: Schemas['TimeZone'];
    role: Schemas['Standing'] | null;
    billing: Schemas['AccountBilling'] | null;
  };
  Act: {
    type: Schemas['OrderActName'];
    label: string;
    needsReason: boolean;
    needsEvidence: boolean;
    needsSecondPerson: boolean;
    movesMoney: boolean;
    tone: 'primary' | 'neutral' | 'danger';
  };
  ActEnd: {
    as: 'done' | 'refused' | 'unknown';
    text: string;
    at: Schemas['Instant'];
  };
  ActOfTwo: {
    evidence: string;
    reasonCode: string;
    reason: string;
    grantId?: Schemas['Id'];
  };
  ActUnderWay: {
    changeId: Schemas['Id'];
    status: 'under_way';
  };
  AgreedChange: {
    changeId: Schemas['Id'];
    effectiveDate: Schemas['CivilDate'] | null;
    text: string | null;
  };
  Amount: string;
  AmountDifference: {
    before: Schemas['Money'];
    after: Schemas['Money'];
    difference: Schemas['Money'];
  };
  ApiKey: {
    keyId: string;
    name: string | null;
    role: 'service' | 'billing_contact' | 'seat_admin' | 'support_agent' | 'support_lead' | 'operator';
    userId: Schemas['Id'] | null;
    createdAt: Schemas['Instant'];
    lastUsedAt: Schemas['Instant'] | null;
    expiresAt: Schemas['Instant'] | null;
  };
  ApiKeyList: {
    items: Schemas['ApiKey'][];
    more: boolean;
  };
  AskAgain: {
    reason: 'quote_expired' | 'balance_changed' | 'subscription_moved' | 'change_dropped' | 'agreed_changed' | 'cart_moved' | 'account_changed' | 'payment_declined' | 'payment_link_expired' | 'payment_details_refused' | 'vat_number_refused';
    text: string;
    previousDue: Schemas['Money'] | null;
    code: string | null;
  };
  Assigned: {
    changeId: Schemas['Id'];
    assignee: Schemas['Id'] | null;
  };
  Assigning: {
    assignee: Schemas['Id'] | null;
    assigneeSeen?: Schemas['Id'] | null;
    reasonCode?: string;
    reason?: string;
  };
  AuditEntry: {
    sequence: number;
    at: Schemas['Instant'];
    actorId: string;
    role: string;
    action: string;
    label: string;
    changeId: string | null;
    before: {
      state: string;
      sequence: number;
    } | null;
    after: {
      state: string;
      sequence: number;
    } | null;
    facts: Record<string, string | number | boolean | null>;
    previousHash: string;
    hash: string;
  };
  AuditPage: {
    items: Schemas['AuditEntry'][];
    next: string | null;
  };
  BaseAddress: string;
  BilledLine: {
    lineId: Schemas['LineId'];
    period: Schemas['Period'];
    startsAt?: Schemas['Instant'];
    amount: Schemas['Amount'];
    credited: Schemas['Amount'];
    paid: boolean;
    vatPercent: Schemas['Percent'];
    vatTreatment?: Schemas['LineVatTreatment'];
    invoiceNumber?: string;
  };
  Branding: {
    name: string | null;
    color: string | null;
    logo: string | null;
    address: string[];
    replyTo: Schemas['MailAddress'] | null;
  };
  Bulk: {
    bulkId: Schemas['Id'];
    status: 'waiting_for_second_person' | 'running' | 'paused' | 'done' | 'cancelled' | 'expired';
    event: 'DECLINE_HANDOVER' | 'RETRY' | 'RETRY_NEW_KEY' | 'SKIP' | 'ABORT' | 'HOLD' | 'RELEASE' | 'EXTEND_QUOTE' | 'EXTEND_LINK' | 'KEEP_OPEN' | 'RESEND';
    label: string;
    reasonCode: string;
    reason: string;
    requestedBy: string;
    approvedBy: string | null;
    filter: Record<string, string> | null;
    perMinute: number;
    requestedAt: Schemas['Instant'];
    expiresAt: Schemas['Instant'] | null;
    endedAt: Schemas['Instant'] | null;
    total: number;
    counts: {
      waiting: number;
      done: number;
      refused: number;
      skipped: number;
      failed: number;
      leftState: number | null;
      stuckAgain: number | null;
      underWay: number | null;
    };
  };
  BulkItem: {
    changeId: Schemas['Id'];
    seenState: string | null;
    result: {
      status: 'done' | 'refused' | 'skipped' | 'failed';
      code: string | null;
      text: string;
      state: string | null;
      at: Schemas['Instant'];
    } | null;
    effect: 'left_state' | 'stuck_again' | 'under_way' | null;
  };
  BulkItemList: {
    items: Schemas['BulkItem'][];
    next: string | null;
  };
  BulkList: {
    items: Schemas['Bulk'][];
  };
  BulkPreview: {
    event: 'DECLINE_HANDOVER' | 'RETRY' | 'RETRY_NEW_KEY' | 'SKIP' | 'ABORT' | 'HOLD' | 'RELEASE' | 'EXTEND_QUOTE' | 'EXTEND_LINK' | 'KEEP_OPEN' | 'RESEND';
    label: string;
    total: number;
    asked: number;
    needsSecondPerson: boolean;
    outcomes: ({
      outcome: 'accepted' | 'refused' | 'not_found';
      count: number;
      state: string | null;
      movesMoney: boolean;
      text: string;
    })[];
  };
  BulkReason: {
    reasonCode: string;
    reason: string;
  };
  BulkRequest: {
    event: {
      type: 'DECLINE_HANDOVER';
      message?: string;
      reasonCode: string;
      reason: string;
    } | {
      type: 'RETRY';
      reasonCode: string;
      reason: string;
    } | {
      type: 'RETRY_NEW_KEY';
      confirmed: true;
      reasonCode: string;
      reason: string;
    } | {
      type: 'SKIP';
      reasonCode: string;
      reason: string;
    } | {
      type: 'ABORT';
      reasonCode: string;
      reason: string;
    } | {
      type: 'HOLD';
      reasonCode: string;
      reason: string;
    } | {
      type: 'RELEASE';
      reasonCode: string;
      reason: string;
    } | {
      type: 'EXTEND_QUOTE';
      until: Schemas['Instant'];
      reasonCode: string;
      reason: string;
    } | {
      type: 'EXTEND_LINK';
      until: Schemas['Instant'];
      reasonCode: string;
      reason: string;
    } | {
      type: 'KEEP_OPEN';
      until: Schemas['Instant'];
      reasonCode: string;
      reason: string;
    } | {
      type: 'RESEND';
      reasonCode: string;
      reason: string;
    } | {
      type: 'OVERRIDE';
      evidence: string;
      reasonCode: string;
      reason: string;
      grantId?: Schemas['Id'];
    } | {
      type: 'RESOLVE_PAID';
      evidence: string;
      reasonCode: string;
      reason: string;
      grantId?: Schemas['Id'];
    } | {
      type: 'RESOLVE_NOT_PAID';
      evidence: string;
      reasonCode: string;
      reason: string;
      grantId?: Schemas['Id'];
    } | {
      type: 'ACCEPT_VAT_EVIDENCE';
      evidence: string;
      reasonCode: string;
      reason: string;
      grantId?: Schemas['Id'];
    };
    changeIds?: Schemas['Id'][];
    filter?: {
      state?: string;
      waits?: 'customer' | 'customer_confirmation' | 'payment' | 'vat_register' | 'support' | 'advisor' | 'period_end' | 'fulfilment' | 'stuck';
      stuck?: 'true';
      code?: 'timeout' | 'cancelled' | 'unexpected' | 'StoreUnavailable' | 'TemporalUnavailable' | 'AccountGone' | 'SubscriptionGone' | 'UnknownPolicy' | 'billing_invalid_amount' | 'billing_unknown_currency' | 'billing_currency_mismatch' | 'billing_invalid_date' | 'billing_invalid_instant' | 'billing_unknown_time_zone' | 'billing_invalid_period' | 'billing_outside_period' | 'billing_invalid_seats' | 'billing_invalid_percent' | 'billing_invalid_allocation' | 'billing_unknown_tier' | 'billing_price_missing' | 'billing_text_missing' | 'billing_no_changes' | 'StaleAttempt' | 'LaterReservationLost' | 'PaymentGatewayUnavailable' | 'PaymentGatewayMisuse' | 'PaymentReferenceReused' | 'CardDataRefused' | 'payment_not_sent' | 'payment_unknown' | 'PaymentUnconfirmed' | 'RefundDeclined' | 'RefundUnconfirmed' | 'FulfilmentUnavailable' | 'FulfilmentRefused' | 'FulfilmentRejected' | 'FulfilmentOverdue' | 'FulfilmentNotConfigured' | 'workflow_lost' | 'QuoteGone' | 'EvidenceGone' | 'VatNumberUnreadable' | 'VatStillHeld' | 'VatNotCharged' | 'OrderNotShown' | 'SubscriptionReserved';
      step?: 'assessing' | 'quoting' | 'capturingPayment' | 'checkingVat' | 'escalatingVat' | 'agreeing' | 'reserving' | 'settlingPayment' | 'applying' | 'confirming' | 'replacing' | 'followingVat' | 'fulfilling' | 'seating' | 'compensating' | 'telling' | 'releasing' | 'running';
      country?: string;
      currency?: Schemas['Currency'];
      amount?: 'nothing' | 'under_100' | 'under_1000' | 'under_10000' | 'under_100000' | 'from_100000';
      gateway?: string;
      accountId?: Schemas['Id'];
      subscriptionId?: Schemas['Id'];
      open?: 'true';
      unassigned?: 'true';
      assignee?: Schemas['Id'];
      sort?: 'updated' | 'age' | 'timer';
      updatedSince?: Schemas['Instant'];
      inStateBefore?: Schemas['Instant'];
      timerBefore?: Schemas['Instant'];
    };
    perMinute?: number;
  };
  Cart: {
    currency: Schemas['Currency'];
    items: Schemas['CartItem'][];
    version: number;
  };
  CartItem: {
    itemId: Schemas['Id'];
    description: string;
    amount: Schemas['Amount'];
  };
  CartView: {
    currency: Schemas['Currency'];
    items: Schemas['CartItem'][];
    version: number;
    accountId: Schemas['Id'];
  };
  CataloguePrice: {
    frequency: Schemas['Frequency'];
    bands: {
      fromSeats: number;
      unitPrice: Schemas['Money'];
    }[];
    endsOn: Schemas['CivilDate'] | null;
  };
  CatalogueProduct: {
    productId: Schemas['Id'];
    name: string;
    currency: Schemas['Currency'];
    date: Schemas['CivilDate'];
    tiers: Schemas['CatalogueTier'][];
  };
  CatalogueTier: {
    tierId: Schemas['Id'];
    name: string;
    rank: number;
    comparison: 'lower' | 'present' | 'higher' | null;
    seats: {
      min: number;
      max: number;
      step: number;
    };
    prices: Schemas['CataloguePrice'][];
  };
  Change: {
    subscriptionId: Schemas['Id'];
    tierId?: Schemas['Id'];
    seats?: number;
    frequency?: Schemas['Frequency'];
    expectedSeats?: number;
    liftEnd?: true;
    endTrial?: true;
  };
  ChangeCounts: {
    count: number;
    exact: boolean;
    text: string;
    waits: ({
      waits: 'customer' | 'customer_confirmation' | 'payment' | 'vat_register' | 'support' | 'advisor' | 'period_end' | 'fulfilment' | 'stuck';
      count: number;
      exact: boolean;
      text: string;
    })[];
    codes: Schemas['CodeCount'][];
    desk: Schemas['DeskCounts'] | null;
  };
  CivilDate: string;
  ClosedAs: {
    as: 'approved' | 'rejected' | 'expired' | 'used';
    by: string | null;
    at: Schemas['Instant'] | null;
    reason: string | null;
  };
  ClosingItem: {
    reasonCode: string;
    reason: string;
  };
  CodeCount: {
    code: string;
    title: string;
    step: string | null;
    count: number;
    exact: boolean;
    text: string;
    since: Schemas['Instant'] | null;
  };
  Consent: {
    userId: string;
    text: string;
    at: string;
  };
  Counted: {
    count: number;
    exact: boolean;
    text: string;
  };
  Currency: string;
  Delay: string;
  DeskCounts: {
    requests: Schemas['Counted'];
    items: Schemas['Counted'];
    inbound: Schemas['Counted'];
    mails: Schemas['Counted'];
    bulks: Schemas['Counted'];
    mine: Schemas['Counted'];
    seatFollowUps: Schemas['Counted'];
  };
  EventPreview: {
    changeId: Schemas['Id'];
    event: Schemas['OrderActName'];
    sequence: number;
    state: string;
    needsSecondPerson: boolean;
    leadsTo: {
      state: string;
      settled: boolean;
      done: boolean;
      headline: string;
      waits: 'customer' | 'customer_confirmation' | 'payment' | 'vat_register' | 'support' | 'advisor' | 'period_end' | 'fulfilment' | 'stuck' | null;
    };
    path: string[];
    steps: {
      step: string;
      text: string;
      movesMoney: boolean;
      callsOutside: boolean;
    }[];
    undecided: string | null;
    movesMoney: boolean;
    callsOutside: boolean;
    mails: ('confirmed' | 'compensated' | 'agreedReplaced' | 'reminder' | 'vatCredited')[];
    clears: {
      step: string;
      code: string;
    } | null;
    text: string;
  };
  Frequency: 'month' | 'quarter' | 'year';
  Fulfilment: {
    standard: 'local' | 'http';
    corporate: 'local' | 'http';
  };
  HandOver: {
    team: 'customer_support' | 'advisor';
    since: Schemas['Instant'] | null;
    answerBy: Schemas['Instant'] | null;
    message: string | null;
  };
  Health: {
    readAt: Schemas['Instant'];
    version: string;
    build: string;
    setup: {
      missing: string[];
      warnings: string[];
    } | null;
    unset: string[];
    queues: Schemas['QueueStanding'][] | null;
    oldest: {
      mail: Schemas['Instant'] | null;
      inboundEvent: Schemas['Instant'] | null;
      unknownPayment: Schemas['Instant'] | null;
      stuckOrder: Schemas['Instant'] | null;
    } | null;
    inspections: Schemas['Inspection'][] | null;
  };
  Id: string;
  InboundEvent: {
    source: string;
    eventId: string;
    type: string;
    reference: string | null;
    gatewayReference: string | null;
    status: 'received' | 'done' | 'ignored' | 'parked' | 'dead';
    attempts: number;
    nextAttemptAt: Schemas['Instant'] | null;
    receivedAt: Schemas['Instant'];
  };
  InboundEventList: {
    items: Schemas['InboundEvent'][];
    waiting: {
      received: number;
      parked: number;
      dead: number;
    };
    deliveries: {
      accepted: number;
      repeated: number;
      altered: number;
      refused: number;
      unknown_type: number;
    };
  };
  Inspection: {
    name: 'reconcile' | 'audit';
    at: Schemas['Instant'];
    findings: number;
  };
  Instant: string;
  InvoiceToPay: {
    reference: string;
    amount: Schemas['Money'];
    dueOn: Schemas['CivilDate'];
  };
  LedgerEntry: {
    sequence: number;
    kind: string;
    text: string;
    reference: string;
    changeId: string;
    amount: Schemas['Money'];
    balanceAfter: Schemas['Money'];
    at: Schemas['Instant'];
  };
  LedgerPage: {
    accountId: Schemas['Id'];
    balance: Schemas['Money'];
    items: Schemas['LedgerEntry'][];
    next: string | null;
  };
  Limits: {
    subscriptionId: Schemas['Id'];
    seats: {
      present: number;
      min: number;
      max: number;
      step: number;
      assigned: number;
      text: string;
    };
    tiers: {
      present: Schemas['Id'];
      offered: ({
        tierId: Schemas['Id'];
        name: string;
        servedBy: Schemas['Route'];
        text: string | null;
      })[];
    };
    frequencies: {
      present: Schemas['Frequency'];
      offered: Schemas['Frequency'][];
      prices: {
        frequency: Schemas['Frequency'];
        net: Schemas['Money'];
      }[];
    };
  };
  LineId: string;
  LineVatTreatment: {
    kind: 'domestic' | 'destination' | 'reverse_charge' | 'out_of_scope' | 'hold';
    country: string;
    rule?: string;
    mention?: string;
    evidenceId?: string;
  };
  MailAddress: string;
  MailResent: {
    key: string;
    status: 'waiting';
  };
  MailStanding: {
    state: 'ok' | 'bounced' | 'complained';
    since: Schemas['Instant'] | null;
  };
  Missing: {
    what: 'payment_details_or_vat_number' | 'payment_details';
    because: ('rate_increases' | 'money_due')[];
    text: string;
  };
  Money: {
    amount: Schemas['SignedAmount'];
    currency: Schemas['Currency'];
  };
  NextBill: {
    date: Schemas['CivilDate'];
    terms: Schemas['Terms'];
    net: Schemas['Money'];
    vat: Schemas['Money'] | null;
    total: Schemas['Money'] | null;
    vatTreatment: Schemas['VatTreatment'];
  };
  NoBill: {
    code: 'ended' | 'trial_expired' | 'ends_first' | 'ends_within' | 'paused' | 'pause_is_set' | 'renewal_missing' | 'changes_first' | 'price_missing';
    text: string;
  };
  NotNow: {
    type: Schemas['OrderActName'];
    label: string;
    why: string;
  };
  NoteWritten: {
    changeId: Schemas['Id'];
    noteId: Schemas['Id'];
    at: Schemas['Instant'];
  };
  OpenInvoice: {
    reference: string;
    amount: Schemas['Amount'];
    dueOn: Schemas['CivilDate'];
  };
  OpenOrder: {
    changeId: Schemas['Id'];
    state: string;
    headline: string;
  };
  OpenRequest: {
    grantId: Schemas['Id'];
    changeId: Schemas['Id'];
    event: string;
    label: string;
    reasonCode: string;
    reason: string;
    evidence: string | null;
    requestedBy: string;
    requestedAt: Schemas['Instant'];
    expiresAt: Schemas['Instant'];
    order: Schemas['OrderListItem'] | null;
    preview: Schemas['EventPreview'] | null;
    objection: string | null;
    movedSince: Schemas['TimelineMove'][];
    mayApprove: boolean;
    whyNot: string | null;
    closed: Schemas['ClosedAs'] | null;
    ended: Schemas['ActEnd'] | null;
  };
  OpenRequests: {
    items: Schemas['OpenRequest'][];
  };
  OpenSeatFollowUp: {
    subscriptionId: Schemas['Id'];
    accountId: Schemas['Id'] | null;
    accountName: string | null;
    product: string | null;
    bought: number;
    assigned: number;
    free: number;
    remindersSent: number;
    nextReminderAt: Schemas['Instant'] | null;
    exhausted: boolean;
    openedAt: Schemas['Instant'];
  };
  OpenSeatFollowUps: {
    items: Schemas['OpenSeatFollowUp'][];
    next: string | null;
  };
  Order: {
    changeId: Schemas['Id'];
    accountId: Schemas['Id'];
    state: string;
    headline: string;
    reply: string | null;
    waits: 'customer' | 'customer_confirmation' | 'payment' | 'vat_register' | 'support' | 'advisor' | 'period_end' | 'fulfilment' | 'stuck' | null;
    inStateSince: Schemas['Instant'] | null;
    nextTimerAt: Schemas['Instant'] | null;
    assignee: Schemas['Id'] | null;
    notes: number | null;
    startedAt: Schemas['Instant'];
    decidedBy: {
      role: 'service' | 'billing_contact' | 'seat_admin' | 'support_agent' | 'support_lead' | 'operator';
      userId: string | null;
    } | null;
    names: {
      subscriptionId: Schemas['Id'];
      product: string;
      tierBefore: string;
      tierAfter: string;
    }[];
    machine: {
      id: string;
      version: number;
    } | null;
    handOver: Schemas['HandOver'] | null;
    steps: Schemas['StepOfOrder'][];
    settled: boolean;
    done: boolean;
    sequence: number;
    updatedAt: Schemas['Instant'];
    allowedEvents: Schemas['OrderEventName'][];
    acts: Schemas['Act'][];
    notNow: Schemas['NotNow'][];
    route: Schemas['Route'];
    changes: Schemas['Change'][];
    effective: 'now' | 'period_end';
    dropped: {
      change: Schemas['Change'];
      refusal: Schemas['Refusal'];
    }[];
    quote: Schemas['Quote'] | null;
    difference: Schemas['QuoteDifference'] | null;
    cart: {
      holdsItems: boolean;
      included: boolean;
    };
    missing: Schemas['Missing'][];
    hasPaymentMethod: boolean;
    vat: {
      number: string | null;
      status: 'valid' | 'unverifiable';
    } | null;
    vatWait: {
      prefix: string | null;
      code: string;
      attempts: number;
      asksAgain: boolean;
    } | null;
    askAgain: Schemas['AskAgain'] | null;
    refusal: Schemas['Refusal'] | null;
    agreement: {
      effective: 'now' | 'period_end';
      purchaseOrder: string | null;
    } | null;
    consent: Schemas['Consent'] | null;
    payment: Schemas['Payment'] | null;
    stuck: Schemas['Stuck'] | null;
    ending: 'cancelled' | 'declined' | 'refused' | 'superseded' | 'expired' | null;
    heldSince: Schemas['Instant'] | null;
    extended: {
      quote: Schemas['Instant'] | null;
      link: Schemas['Instant'] | null;
      idle: Schemas['Instant'] | null;
    };
  };
  OrderActName: 'EDIT' | 'ADD_CHANGE' | 'CHECKOUT' | 'ADD_TO_CART' | 'PROVIDE_PAYMENT' | 'PROVIDE_VAT' | 'REMOVE_VAT' | 'PLACE_ORDER' | 'RENEW_PAYMENT_LINK' | 'CANCEL' | 'ACCEPT_HANDOVER' | 'DECLINE_HANDOVER' | 'RETRY' | 'RETRY_NEW_KEY' | 'SKIP' | 'OVERRIDE' | 'ABORT' | 'RESOLVE_PAID' | 'RESOLVE_NOT_PAID' | 'ACCEPT_VAT_EVIDENCE' | 'HOLD' | 'RELEASE' | 'EXTEND_QUOTE' | 'EXTEND_LINK' | 'KEEP_OPEN' | 'AMEND' | 'RESEND' | 'CREDIT_VAT' | 'END_LOST' | 'START_AGAIN';
  OrderEvent: {
    type: 'EDIT';
    changes: Schemas['Change'][];
    effective?: 'now' | 'period_end';
  } | {
    type: 'ADD_CHANGE';
    change: Schemas['Change'];
  } | {
    type: 'CHECKOUT';
  } | {
    type: 'ADD_TO_CART';
  } | {
    type: 'PROVIDE_PAYMENT';
    paymentToken: string;
  } | {
    type: 'PROVIDE_VAT';
    vatNumber: string;
  } | {
    type: 'REMOVE_VAT';
  } | {
    type: 'PLACE_ORDER';
    quoteHash?: string;
    consent?: string;
  } | {
    type: 'RENEW_PAYMENT_LINK';
  } | {
    type: 'CANCEL';
  } | {
    type: 'ACCEPT_HANDOVER';
    effective: 'now' | 'period_end';
    purchaseOrder?: (unknown) & (unknown) | null;
    reasonCode: string;
    reason: string;
  } | {
    type: 'DECLINE_HANDOVER';
    message?: string;
    reasonCode: string;
    reason: string;
  } | {
    type: 'RETRY';
    reasonCode: string;
    reason: string;
  } | {
    type: 'RETRY_NEW_KEY';
    confirmed: true;
    reasonCode: string;
    reason: string;
  } | {
    type: 'SKIP';
    reasonCode: string;
    reason: string;
  } | {
    type: 'OVERRIDE';
    evidence: string;
    reasonCode: string;
    reason: string;
    grantId?: Schemas['Id'];
  } | {
    type: 'ABORT';
    reasonCode: string;
    reason: string;
  } | {
    type: 'RESOLVE_PAID';
    evidence: string;
    reasonCode: string;
    reason: string;
    grantId?: Schemas['Id'];
  } | {
    type: 'RESOLVE_NOT_PAID';
    evidence: string;
    reasonCode: string;
    reason: string;
    grantId?: Schemas['Id'];
  } | {
    type: 'ACCEPT_VAT_EVIDENCE';
    evidence: string;
    reasonCode: string;
    reason: string;
    grantId?: Schemas['Id'];
  } | {
    type: 'HOLD';
    reasonCode: string;
    reason: string;
  } | {
    type: 'RELEASE';
    reasonCode: string;
    reason: string;
  } | {
    type: 'EXTEND_QUOTE';
    until: Schemas['Instant'];
    reasonCode: string;
    reason: string;
  } | {
    type: 'EXTEND_LINK';
    until: Schemas['Instant'];
    reasonCode: string;
    reason: string;
  } | {
    type: 'KEEP_OPEN';
    until: Schemas['Instant'];
    reasonCode: string;
    reason: string;
  } | {
    type: 'AMEND';
    changes: Schemas['Change'][];
    effective?: 'now' | 'period_end';
    reasonCode: string;
    reason: string;
  } | {
    type: 'RESEND';
    reasonCode: string;
    reason: string;
  };
  OrderEventName: 'EDIT' | 'ADD_CHANGE' | 'CHECKOUT' | 'ADD_TO_CART' | 'PROVIDE_PAYMENT' | 'PROVIDE_VAT' | 'REMOVE_VAT' | 'PLACE_ORDER' | 'RENEW_PAYMENT_LINK' | 'CANCEL' | 'ACCEPT_HANDOVER' | 'DECLINE_HANDOVER' | 'RETRY' | 'RETRY_NEW_KEY' | 'SKIP' | 'OVERRIDE' | 'ABORT' | 'RESOLVE_PAID' | 'RESOLVE_NOT_PAID' | 'ACCEPT_VAT_EVIDENCE' | 'HOLD' | 'RELEASE' | 'EXTEND_QUOTE' | 'EXTEND_LINK' | 'KEEP_OPEN' | 'AMEND' | 'RESEND';
  OrderList: {
    items: Schemas['OrderListItem'][];
    next: string | null;
  };
  OrderListItem: {
    changeId: Schemas['Id'];
    accountId: Schemas['Id'];
    subscriptionIds: Schemas['Id'][];
    state: string;
    headline: string;
    waits: 'customer' | 'customer_confirmation' | 'payment' | 'vat_register' | 'support' | 'advisor' | 'period_end' | 'fulfilment' | 'stuck' | null;
    inStateSince: Schemas['Instant'] | null;
    nextTimerAt: Schemas['Instant'] | null;
    assignee: Schemas['Id'] | null;
    stuck: Schemas['Stuck'] | null;
    route: Schemas['Route'];
    accountName: string | null;
    products: string[];
    done: boolean;
    dueToday: Schemas['Money'] | null;
    country: string | null;
    gateway: string | null;
    sequence: number;
    updatedAt: Schemas['Instant'];
  };
  OrderStarting: {
    changeId: Schemas['Id'];
    state: 'starting' | 'under_way';
    settled: false;
  };
  OtherAnchor: {
    anchor: 'kept' | 'reset';
    net: Schemas['Money'];
    total: Schemas['Money'];
    dueToday: Schemas['Money'];
    toBalance: Schemas['Money'];
    nextBills: {
      subscriptionId: Schemas['Id'];
      date: Schemas['CivilDate'];
      net: Schemas['Money'];
    }[];
  };
  Payment: {
    status: 'paid' | 'requires_action' | 'pending' | 'declined' | 'voided' | 'expired' | 'not_sent' | 'unknown' | 'refunded';
    code: string | null;
    link: string | null;
    linkExpiresAt: string | null;
  };
  PaymentCall: {
    kind: 'charge' | 'refund' | 'setup';
    reference: string;
    status: 'intended' | 'not_sent' | 'unknown' | 'pending' | 'requires_action' | 'expired' | 'declined' | 'voided' | 'paid' | 'reversed';
    code: string | null;
    amount: Schemas['Money'] | null;
    minorUnits: number;
    currency: string;
    gatewayReference: string | null;
    grantId?: string;
    at: Schemas['Instant'];
  };
  PaymentCalls: {
    items: Schemas['PaymentCall'][];
  };
  PaymentLink: {
    url: string;
    expiresAt: Schemas['Instant'];
  };
  PaymentSetupOutcome: {
    setupId: Schemas['Id'];
    status: 'open' | 'completed' | 'expired' | 'cancelled';
    text: string;
    url: string | null;
    order: Schemas['Order'];
  };
  PaymentSetupPage: {
    setupId: Schemas['Id'];
    url: string;
    expiresAt: Schemas['Instant'];
  };
  Percent: string;
  Period: {
    start: Schemas['CivilDate'];
    end: Schemas['CivilDate'];
  };
  Person: {
    personId: Schemas['Id'];
    name: string | null;
    mailAddress: string | null;
    locale: 'fr' | 'en' | null;
    hasLeft: boolean;
    accountIds?: Schemas['Id'][];
    asOf: Schemas['Instant'];
    mail: Schemas['MailStanding'];
    remindersStoppedAt: Schemas['Instant'] | null;
  };
  PersonFacts: {
    name: string;
    mailAddress: Schemas['MailAddress'];
    locale: 'fr' | 'en';
    accountIds?: Schemas['Id'][];
    asOf: Schemas['Instant'];
  };
  PersonStored: {
    status: 'stored' | 'unchanged';
    asOf: Schemas['Instant'];
  };
  Policy: Schemas['PresetName'] | Schemas['PolicyData'];
  PolicyData: {
    name?: Schemas['Id'];
    version?: number;
    basedOn?: Schemas['PresetName'];
    timeUnit?: 'local-day' | 'second' | 'second-before-end' | 'month-then-day' | 'thirty-day-month' | 'strict-30-360' | 'actual-360';
    changeDayOwner?: 'new' | 'old' | 'both';
    anchor?: 'reset' | 'keep' | 'reset-on-frequency-change';
    keptAnchor?: 'date' | 'day-of-month';
    credit?: 'prorated' | 'full' | 'none';
    charge?: 'prorated' | 'full' | 'none';
    creditBasis?: 'billed' | 'list' | 'list-up-to-billed' | 'list-up-to-unused';
    seatChange?: 'whole-line' | 'difference';
    rounding?: 'line' | 'nine-digit-fraction' | 'difference';
    unpaidLines?: 'no-credit' | 'credit';
  };
  PolicyGap: {
    axis: 'credit' | 'charge' | 'creditBasis' | 'changeDayOwner';
    choice: string;
    favours: 'customer' | 'seller' | 'either';
    text: string;
  };
  PresetName: 'anchor-reset' | 'kill-bill' | 'kill-bill-30-days' | 'stripe-list-price' | 'stripe-billed-price' | 'lago-upgrade' | 'lago-termination' | 'lago-units-in-full' | 'recurly' | 'recurly-full-credit' | 'flexprice-day' | 'flexprice-second' | 'chargebee-day' | 'zuora-actual-days' | 'zuora-actual-360' | 'zuora-strict-30-360' | 'woocommerce-switch';
  Preview: {
    route: Schemas['Route'];
    quote: Schemas['Quote'];
    cart: {
      holdsItems: boolean;
      items: number;
      text: string | null;
    };
    missing: Schemas['Missing'][];
    nextStep: {
      step: 'checkout' | 'add_to_cart' | 'hand_over';
      label: string;
      text: string;
    };
    limits: Schemas['Limits'][];
  };
  Price: {
    frequency: Schemas['Frequency'];
    currency: Schemas['Currency'];
    bands: Schemas['PriceBand'][];
    validFrom: Schemas['CivilDate'];
    validTo?: Schemas['CivilDate'];
  };
  PriceBand: {
    fromSeats: number;
    unitPrice: Schemas['Amount'];
  };
  Problem: {
    type: string;
    title: string;
    status: number;
    code: string;
    detail?: string;
    instance: string;
    requestId: string;
    next?: string;
    forPeople?: string;
    errors?: ({
      pointer: string;
      code: string;
      detail: string;
      wouldDo?: string | number;
    })[];
    moreErrors?: string;
    [more: string]: unknown;
  };
  Product: {
    name: string;
    tiers: Schemas['Tier'][];
    version: number;
  };
  QueueStanding: {
    kind: 'workflow' | 'activity';
    workerSeenAt: Schemas['Instant'] | null;
    backlog: number | null;
    backlogAgeSeconds: number | null;
  };
  Quote: {
    quoteId: string;
    version: number;
    hash: string;
    at: Schemas['Instant'];
    expiresAt: Schemas['Instant'];
    effectiveDate: Schemas['CivilDate'];
    policy: {
      name: string;
      version: number;
    };
    changes: Schemas['QuotedChange'][];
    lines: Schemas['QuoteLine'][];
    vatTreatment: Schemas['VatTreatment'];
    net: Schemas['Money'];
    vat: Schemas['Money'];
    total: Schemas['Money'];
    balanceUsed: Schemas['Money'];
    dueToday: Schemas['Money'];
    dueOn: Schemas['CivilDate'];
    dueLater: boolean;
    toBalance: Schemas['Money'];
    refundRequested: Schemas['Money'];
    billedLater: boolean;
    rateIncreases: boolean;
    otherAnchor: Schemas['OtherAnchor'] | null;
    includesCart: boolean;
    explanation: {
      changes: string[];
      totals: string[];
      tax: string;
      terms: string[];
      offer: string[];
    };
  };
  QuoteDifference: {
    previousQuoteId: string;
    total: Schemas['AmountDifference'];
    dueToday: Schemas['AmountDifference'];
    lines: ({
      lineId: string;
      before: Schemas['Money'] | null;
      after: Schemas['Money'] | null;
    })[];
    movedSubscriptions: Schemas['Id'][];
    texts: string[];
  };
  QuoteLine: {
    lineId: string;
    kind: 'credit' | 'charge' | 'cart_item';
    subscriptionId: Schemas['Id'] | null;
    text: string;
    name: string;
    arithmetic: string | null;
    vatText: string | null;
    period: Schemas['Period'] | null;
    startsAt?: Schemas['Instant'];
    basis: Schemas['Money'];
    fraction: {
      numerator: number;
      denominator: number;
      unit: 'day' | 'second';
      rounded?: string;
    };
    net: Schemas['Money'];
    vatPercent: Schemas['Percent'];
    vat: Schemas['Money'];
    vatTreatment?: {
      kind: 'domestic' | 'destination' | 'reverse_charge' | 'out_of_scope' | 'hold';
      country: string;
      rule?: string;
      mention?: string;
    };
  };
  QuoteLink: {
    url: string;
    expiresAt: Schemas['Instant'];
    quoteId: string;
  };
  QuoteLinkState: {
    mayBeMade: boolean;
    link: Schemas['QuoteLink'] | null;
  };
  QuoteRequest: {
    subscriptionId?: Schemas['Id'];
    tierId?: Schemas['Id'];
    seats?: number;
    frequency?: Schemas['Frequency'];
    expectedSeats?: number;
    liftEnd?: true;
    endTrial?: true;
    changes?: Schemas['Change'][];
    effective?: 'now' | 'period_end';
    includesCart?: boolean;
  };
  QuotedChange: {
    subscriptionId: Schemas['Id'];
    before: Schemas['Terms'];
    after: Schemas['Terms'];
    names: {
      product: string;
      tierBefore: string;
      tierAfter: string;
    } | null;
    newPeriod: Schemas['Period'];
    newPeriodStartsAt?: Schemas['Instant'];
    endLifted?: Schemas['CivilDate'];
    trialEnded?: true;
    pausesOn?: Schemas['CivilDate'];
    resumesOn?: Schemas['CivilDate'];
    nextBillDate: Schemas['CivilDate'];
    nextBillNet: Schemas['Money'];
    yearlyRateBefore: Schemas['Money'];
    yearlyRateAfter: Schemas['Money'];
    seatsAdded: number;
    agreed?: {
      changeId: Schemas['Id'];
      takenOut: ('tierId' | 'seats' | 'frequency')[];
      kept: ('tierId' | 'seats' | 'frequency')[];
    };
    seatsToFree: number;
  };
  ReasonCode: {
    code: 'customer_asked' | 'agreed_with_customer' | 'customer_unreachable' | 'outage_over' | 'cause_mended' | 'checked_at_provider' | 'document_seen' | 'done_by_hand' | 'duplicate' | 'suspicious' | 'terms_not_possible' | 'needs_time' | 'checks_done' | 'mistake' | 'mine_to_do' | 'handed_on' | 'seen_to' | 'new_terms' | 'other';
    text: string;
  };
  ReasonCodeList: {
    items: Schemas['ReasonCode'][];
  };
  ReceiptList: {
    items: Schemas['ReceiptListItem'][];
    next: string | null;
  };
  ReceiptListItem: {
    changeId: Schemas['Id'];
    reference: string;
    date: Schemas['CivilDate'];
    writtenAt: Schemas['Instant'];
    total: Schemas['Money'];
    dueToday: Schemas['Money'];
    changes: string[];
    href: string;
  };
  Refusal: {
    code: string;
    facts: Record<string, string | number>;
    text: string;
    next: string | null;
    forPeople: string;
  };
  Rejecting: {
    reasonCode: string;
    reason: string;
  };
  RequestClosed: {
    grantId: Schemas['Id'];
    status: 'rejected';
  };
  ResendingMail: {
    reasonCode: string;
    reason: string;
  };
  Route: 'self_serve' | 'customer_support' | 'advisor';
  RunbookAdvice: {
    code: string;
    title: string;
    steps: Schemas['RunbookStep'][];
    means: Schemas['RunbookPart'][];
    check?: Schemas['RunbookPart'][];
    press: Schemas['RunbookPress'][];
    customer?: Schemas['RunbookPart'][];
    money?: Schemas['RunbookPart'][];
  };
  RunbookEvent: {
    type: string;
    label: string;
    by: string;
  };
  RunbookPart: {
    kind: 'words' | 'code' | 'event' | 'section';
    text: string;
    event?: string;
    section?: string;
  };
  RunbookPress: {
    steps: string[];
    text: Schemas['RunbookPart'][];
    events: Schemas['RunbookEvent'][];
  };
  RunbookStep: {
    step: string;
    text: string;
    money?: string;
  };
  SavedViewBody: {
    name: string;
    query: {
      state?: string;
      waits?: 'customer' | 'customer_confirmation' | 'payment' | 'vat_register' | 'support' | 'advisor' | 'period_end' | 'fulfilment' | 'stuck';
      stuck?: 'true';
      code?: 'timeout' | 'cancelled' | 'unexpected' | 'StoreUnavailable' | 'TemporalUnavailable' | 'AccountGone' | 'SubscriptionGone' | 'UnknownPolicy' | 'billing_invalid_amount' | 'billing_unknown_currency' | 'billing_currency_mismatch' | 'billing_invalid_date' | 'billing_invalid_instant' | 'billing_unknown_time_zone' | 'billing_invalid_period' | 'billing_outside_period' | 'billing_invalid_seats' | 'billing_invalid_percent' | 'billing_invalid_allocation' | 'billing_unknown_tier' | 'billing_price_missing' | 'billing_text_missing' | 'billing_no_changes' | 'StaleAttempt' | 'LaterReservationLost' | 'PaymentGatewayUnavailable' | 'PaymentGatewayMisuse' | 'PaymentReferenceReused' | 'CardDataRefused' | 'payment_not_sent' | 'payment_unknown' | 'PaymentUnconfirmed' | 'RefundDeclined' | 'RefundUnconfirmed' | 'FulfilmentUnavailable' | 'FulfilmentRefused' | 'FulfilmentRejected' | 'FulfilmentOverdue' | 'FulfilmentNotConfigured' | 'workflow_lost' | 'QuoteGone' | 'EvidenceGone' | 'VatNumberUnreadable' | 'VatStillHeld' | 'VatNotCharged' | 'OrderNotShown' | 'SubscriptionReserved';
      step?: 'assessing' | 'quoting' | 'capturingPayment' | 'checkingVat' | 'escalatingVat' | 'agreeing' | 'reserving' | 'settlingPayment' | 'applying' | 'confirming' | 'replacing' | 'followingVat' | 'fulfilling' | 'seating' | 'compensating' | 'telling' | 'releasing' | 'running';
      country?: string;
      currency?: Schemas['Currency'];
      amount?: 'nothing' | 'under_100' | 'under_1000' | 'under_10000' | 'under_100000' | 'from_100000';
      gateway?: string;
      accountId?: Schemas['Id'];
      subscriptionId?: Schemas['Id'];
      open?: 'true';
      unassigned?: 'true';
      assignee?: Schemas['Id'];
      sort?: 'updated' | 'age' | 'timer';
      updatedSince?: Schemas['Instant'];
      inStateBefore?: Schemas['Instant'];
      timerBefore?: Schemas['Instant'];
    };
  };
  SavedViewList: {
    items: ({
      viewId: Schemas['Id'];
      name: string;
      query: {
        state?: string;
        waits?: 'customer' | 'customer_confirmation' | 'payment' | 'vat_register' | 'support' | 'advisor' | 'period_end' | 'fulfilment' | 'stuck';
        stuck?: 'true';
        code?: 'timeout' | 'cancelled' | 'unexpected' | 'StoreUnavailable' | 'TemporalUnavailable' | 'AccountGone' | 'SubscriptionGone' | 'UnknownPolicy' | 'billing_invalid_amount' | 'billing_unknown_currency' | 'billing_currency_mismatch' | 'billing_invalid_date' | 'billing_invalid_instant' | 'billing_unknown_time_zone' | 'billing_invalid_period' | 'billing_outside_period' | 'billing_invalid_seats' | 'billing_invalid_percent' | 'billing_invalid_allocation' | 'billing_unknown_tier' | 'billing_price_missing' | 'billing_text_missing' | 'billing_no_changes' | 'StaleAttempt' | 'LaterReservationLost' | 'PaymentGatewayUnavailable' | 'PaymentGatewayMisuse' | 'PaymentReferenceReused' | 'CardDataRefused' | 'payment_not_sent' | 'payment_unknown' | 'PaymentUnconfirmed' | 'RefundDeclined' | 'RefundUnconfirmed' | 'FulfilmentUnavailable' | 'FulfilmentRefused' | 'FulfilmentRejected' | 'FulfilmentOverdue' | 'FulfilmentNotConfigured' | 'workflow_lost' | 'QuoteGone' | 'EvidenceGone' | 'VatNumberUnreadable' | 'VatStillHeld' | 'VatNotCharged' | 'OrderNotShown' | 'SubscriptionReserved';
        step?: 'assessing' | 'quoting' | 'capturingPayment' | 'checkingVat' | 'escalatingVat' | 'agreeing' | 'reserving' | 'settlingPayment' | 'applying' | 'confirming' | 'replacing' | 'followingVat' | 'fulfilling' | 'seating' | 'compensating' | 'telling' | 'releasing' | 'running';
        country?: string;
        currency?: Schemas['Currency'];
        amount?: 'nothing' | 'under_100' | 'under_1000' | 'under_10000' | 'under_100000' | 'from_100000';
        gateway?: string;
        accountId?: Schemas['Id'];
        subscriptionId?: Schemas['Id'];
        open?: 'true';
        unassigned?: 'true';
        assignee?: Schemas['Id'];
        sort: 'updated' | 'age' | 'timer';
        updatedSince?: Schemas['Instant'];
        inStateBefore?: Schemas['Instant'];
        timerBefore?: Schemas['Instant'];
      };
    })[];
  };
  SearchRequest: {
    text: string;
  };
  SearchResult: {
    items: ({
      foundBy: 'order' | 'reference' | 'workflow' | 'subscription' | 'payment' | 'vat_number' | 'account';
      order: Schemas['OrderListItem'];
    })[];
    more: boolean;
  };
  SeatAssignments: {
    userIds: Schemas['Id'][];
  };
  SeatEvent: {
    type: Schemas['SeatEventName'];
    reasonCode: string;
    reason: string;
  };
  SeatEventName: 'RETRY' | 'SKIP' | 'STOP' | 'REMIND';
  SeatFollowUp: {
    subscriptionId: Schemas['Id'];
    state: string;
    done: boolean;
    bought: number;
    assigned: number;
    remindersSent: number;
    nextReminderAt: Schemas['Instant'] | null;
    stuck: Schemas['Stuck'] | null;
    sequence: number;
    allowedEvents: Schemas['SeatEventName'][];
  };
  SeatList: {
    bought: number;
    assigned: number;
    free: number;
    items: ({
      userId: Schemas['Id'];
      name: string | null;
      assignedAt: Schemas['Instant'];
    })[];
    next: string | null;
  };
  SeatResult: {
    userId: Schemas['Id'];
    result: 'assigned' | 'already_assigned' | 'no_free_seat' | 'unknown_person' | 'left';
    text: string;
  };
  SeatResults: {
    bought: number;
    assigned: number;
    free: number;
    results: Schemas['SeatResult'][];
  };
  Seller: {
    country: string;
    vatNumber: string | null;
    oss: boolean;
    registrations: string[];
    thresholds: Schemas['Thresholds'];
  };
  SentMail: {
    key: string;
    kind: string;
    label: string;
    changeId: Schemas['Id'] | null;
    accountId: Schemas['Id'] | null;
    accountName: string | null;
    recipientId: Schemas['Id'] | null;
    status: 'waiting' | 'sent' | 'failed' | 'not_sent';
    attempts: number;
    nextAt: Schemas['Instant'] | null;
    code: string | null;
    text: string | null;
    at: Schemas['Instant'];
    givenUpAt: Schemas['Instant'] | null;
    sentAt: Schemas['Instant'] | null;
    mayResend: boolean;
  };
  SentMailList: {
    items: Schemas['SentMail'][];
    next: string | null;
  };
  Session: {
    tenantId: Schemas['Id'];
    role: 'service' | 'billing_contact' | 'seat_admin' | 'support_agent' | 'support_lead' | 'operator';
    userId: Schemas['Id'] | null;
    csrfToken: string | null;
    displayName: string | null;
    locale: 'fr' | 'en' | null;
    timeZone: Schemas['TimeZone'] | null;
    accounts: Schemas['SessionAccount'][];
    idleEndsAt: Schemas['Instant'] | null;
    endsAt: Schemas['Instant'] | null;
  };
  SessionAccount: {
    accountId: Schemas['Id'];
    name: string | null;
    role: Schemas['Standing'];
  };
  SessionEnds: {
    idleEndsAt: Schemas['Instant'];
    endsAt: Schemas['Instant'];
  };
  SettingChange: {
    field: string;
    before: string;
    after: string;
  };
  Settings: {
    quoteValidityMinutes: number;
    policy: Schemas['PresetName'];
    whenToBill: 'at_once' | 'with_next_bill';
    negativeTotal: 'to_balance' | 'refund_request';
    minimumCharges: Record<string, Schemas['Amount']>;
    placeOnPending: string[];
    vatPolicy: 'hold' | 'charge_then_credit';
    vatConfirmationDays: number;
    vatRecheckDelays: Schemas['Delay'][];
    seller: Schemas['Seller'];
    customers: 'b2b' | 'b2c';
    customersMayDefer: boolean;
    fulfilment: Schemas['Fulfilment'];
    fulfilmentDays: number;
    sameMomentSeconds: number;
    reminderDelays: Schemas['Delay'][];
    answerHours: number;
    idleDays: number;
    branding: Schemas['Branding'];
    billingCentreUrl: Schemas['BaseAddress'] | null;
    openInvoicesUrl: Schemas['WebAddress'] | null;
    supportMail: Schemas['SupportMail'] | null;
  };
  SettingsChange: {
    settings: Schemas['Settings'];
    reasonCode: string;
    reason: string;
    grantId?: Schemas['Id'];
  };
  SettingsHistory: {
    items: Schemas['SettingsVersion'][];
    next: string | null;
  };
  SettingsInForce: {
    version: number;
    changedAt: Schemas['Instant'] | null;
    changedBy: string | null;
    settings: Schemas['Settings'];
    policyGaps: Schemas['PolicyGap'][];
  };
  SettingsVersion: {
    version: number;
    at: Schemas['Instant'];
    by: string;
    requestedBy: string | null;
    reasonCode: string;
    reason: string;
    changes: Schemas['SettingChange'][];
  };
  SignedAmount: string;
  SimulatedAccount: {
    kind?: 'standard' | 'corporate';
    currency?: Schemas['Currency'];
    timeZone?: Schemas['TimeZone'];
    country?: string;
    pastDue?: boolean;
  };
  SimulatedCart: {
    currency?: Schemas['Currency'];
    items: Schemas['CartItem'][];
    include?: boolean;
  };
  SimulatedChange: {
    tierId?: Schemas['Id'];
    seats?: number;
    frequency?: Schemas['Frequency'];
    unitPrice?: Schemas['Amount'];
    liftEnd?: true;
    endTrial?: true;
  };
  SimulatedLine: {
    lineId?: Schemas['LineId'];
    period?: Schemas['Period'];
    startsAt?: Schemas['Instant'];
    amount: Schemas['Amount'];
    credited?: Schemas['Amount'];
    paid?: boolean;
    vatPercent?: Schemas['Percent'];
    vatTreatment?: Schemas['LineVatTreatment'];
  };
  SimulatedPair: {
    subscription: Schemas['SimulatedSubscription'];
    change: Schemas['SimulatedChange'];
  };
  SimulatedProduct: {
    name: string;
    tiers: Schemas['Tier'][];
    version?: number;
    productId: Schemas['Id'];
  };
  SimulatedSubscription: {
    subscriptionId?: Schemas['Id'];
    productId?: Schemas['Id'];
    tierId?: Schemas['Id'];
    seats: number;
    frequency?: Schemas['Frequency'];
    unitPrice?: Schemas['Amount'];
    status?: 'active' | 'trial' | 'trial_expired' | 'paused' | 'ended';
    endsOn?: Schemas['CivilDate'];
    pausesOn?: Schemas['CivilDate'];
    resumesOn?: Schemas['CivilDate'];
    currency?: Schemas['Currency'];
    assignedSeats?: number;
    period: Schemas['Period'];
    periodStartsAt?: Schemas['Instant'];
    anchorDay?: number;
    anchorDate?: Schemas['CivilDate'];
    billedLines?: Schemas['SimulatedLine'][];
    version?: number;
  };
  SimulatedVat: {
    percent?: Schemas['Percent'];
    kind?: 'domestic' | 'destination' | 'reverse_charge' | 'out_of_scope' | 'hold';
    country?: string;
    rule?: Schemas['Id'];
    mention?: string;
  };
  Simulation: {
    route: Schemas['Route'];
    quote: Schemas['Quote'];
    gaps: Schemas['PolicyGap'][];
    comparisons: {
      policy: {
        name: string;
        version: number;
      };
      net: Schemas['Money'];
      total: Schemas['Money'];
      dueToday: Schemas['Money'];
      toBalance: Schemas['Money'];
      nextBills: {
        subscriptionId: Schemas['Id'];
        date: Schemas['CivilDate'];
        net: Schemas['Money'];
      }[];
    }[];
  };
  SimulationRequest: {
    at: Schemas['Instant'];
    effectiveDate?: Schemas['CivilDate'];
    effective?: 'now' | 'period_end';
    policy?: Schemas['Policy'];
    compareWith?: Schemas['Policy'][];
    account?: Schemas['SimulatedAccount'];
    subscription?: Schemas['SimulatedSubscription'];
    change?: Schemas['SimulatedChange'];
    changes?: Schemas['SimulatedPair'][];
    catalog?: Schemas['SimulatedProduct'][];
    cart?: Schemas['SimulatedCart'];
    balance?: Schemas['SignedAmount'];
    minimumCharge?: Schemas['Amount'];
    whenToBill?: 'at_once' | 'with_next_bill';
    negativeTotal?: 'to_balance' | 'refund_request';
    vat?: Schemas['SimulatedVat'];
    validForSeconds?: number;
  };
  Staff: {
    userId: Schemas['Id'];
    name: string | null;
    role: 'service' | 'billing_contact' | 'seat_admin' | 'support_agent' | 'support_lead' | 'operator';
  };
  StaffList: {
    items: Schemas['Staff'][];
  };
  Standing: 'billing_contact' | 'seat_admin';
  StartChange: {
    subscriptionId?: Schemas['Id'];
    tierId?: Schemas['Id'];
    seats?: number;
    frequency?: Schemas['Frequency'];
    expectedSeats?: number;
    liftEnd?: true;
    endTrial?: true;
    changes?: Schemas['Change'][];
    effective?: 'now' | 'period_end';
  };
  StepOfOrder: {
    step: 'assess' | 'quote' | 'agree' | 'reserve' | 'pay' | 'apply' | 'confirm' | 'give_back' | 'release';
    standing: 'done' | 'now' | 'yours' | 'not_yet' | 'unknown' | 'stopped';
    text: string;
  };
  Stored: {
    status: 'stored' | 'unchanged';
    version: number;
  };
  Stuck: {
    step: string;
    code: string;
    text: string;
    attempts: number;
    since: string;
    message?: string;
    runbook?: string;
  };
  Subscription: {
    accountId: Schemas['Id'];
    productId: Schemas['Id'];
    tierId: Schemas['Id'];
    seats: number;
    frequency: Schemas['Frequency'];
    status: 'active' | 'trial' | 'trial_expired' | 'paused' | 'ended';
    endsOn?: Schemas['CivilDate'];
    pausesOn?: Schemas['CivilDate'];
    resumesOn?: Schemas['CivilDate'];
    currency: Schemas['Currency'];
    period: Schemas['Period'];
    periodStartsAt?: Schemas['Instant'];
    anchorDay: number;
    anchorDate?: Schemas['CivilDate'];
    billedLines: Schemas['BilledLine'][];
    version: number;
  };
  SubscriptionList: {
    items: Schemas['SubscriptionListItem'][];
    next: string | null;
  };
  SubscriptionListItem: {
    accountId: Schemas['Id'];
    productId: Schemas['Id'];
    tierId: Schemas['Id'];
    seats: number;
    frequency: Schemas['Frequency'];
    status: 'active' | 'trial' | 'trial_expired' | 'paused' | 'ended';
    endsOn?: Schemas['CivilDate'];
    pausesOn?: Schemas['CivilDate'];
    resumesOn?: Schemas['CivilDate'];
    currency: Schemas['Currency'];
    period: Schemas['Period'];
    periodStartsAt?: Schemas['Instant'];
    subscriptionId: Schemas['Id'];
    names: {
      product: string | null;
      tier: string | null;
    };
    statusToday: 'active' | 'trial' | 'trial_expired' | 'paused' | 'ended';
    assignedSeats: number;
    freeSeats: number;
    newSeats: number;
    nextBill: Schemas['NextBill'] | null;
    noBill: Schemas['NoBill'] | null;
    openOrder: Schemas['OpenOrder'] | null;
    agreedChange: Schemas['AgreedChange'] | null;
  };
  SubscriptionView: {
    accountId: Schemas['Id'];
    productId: Schemas['Id'];
    tierId: Schemas['Id'];
    seats: number;
    frequency: Schemas['Frequency'];
    status: 'active' | 'trial' | 'trial_expired' | 'paused' | 'ended';
    endsOn?: Schemas['CivilDate'];
    pausesOn?: Schemas['CivilDate'];
    resumesOn?: Schemas['CivilDate'];
    currency: Schemas['Currency'];
    period: Schemas['Period'];
    periodStartsAt?: Schemas['Instant'];
    anchorDay: number;
    anchorDate?: Schemas['CivilDate'];
    billedLines?: Schemas['BilledLine'][];
    version: number;
    subscriptionId: Schemas['Id'];
    names: {
      product: string | null;
      tier: string | null;
    };
    statusToday: 'active' | 'trial' | 'trial_expired' | 'paused' | 'ended';
    assignedSeats: number;
    freeSeats: number;
    newSeats: number;
    nextBill: Schemas['NextBill'] | null;
    noBill: Schemas['NoBill'] | null;
    openOrder: Schemas['OpenOrder'] | null;
    agreedChange: Schemas['AgreedChange'] | null;
  };
  SupportItem: {
    key: string;
    kind: 'vat_unverifiable' | 'vat_not_verified' | 'vat_register_refuses' | 'refund_request' | 'refund_by_hand' | 'refund_failed' | 'refunded_elsewhere' | 'given_back_twice' | 'payment_reversed' | 'payment_restored' | 'payment_not_wanted' | 'payment_review_failed' | 'seats_unassigned' | 'order_full' | 'agreed_not_made' | 'agreed_replaced' | 'no_contact' | 'contact_unreachable';
    text: string;
    subscriptionId: string;
    facts: Record<string, string | number>;
    openedAt: Schemas['Instant'];
    runbook: string;
  };
  SupportItemClosed: {
    key: string;
    status: 'closed';
  };
  SupportItemList: {
    items: Schemas['SupportItem'][];
    next: string | null;
  };
  SupportMail: {
    address: Schemas['MailAddress'];
    locale: 'fr' | 'en';
    stuckMinutes?: number;
    deskUrl: Schemas['BaseAddress'] | null;
  };
  TakenNext: {
    order: Schemas['OrderListItem'] | null;
  };
  TakingNext: {
    query?: {
      state?: string;
      waits?: 'customer' | 'customer_confirmation' | 'payment' | 'vat_register' | 'support' | 'advisor' | 'period_end' | 'fulfilment' | 'stuck';
      stuck?: 'true';
      code?: 'timeout' | 'cancelled' | 'unexpected' | 'StoreUnavailable' | 'TemporalUnavailable' | 'AccountGone' | 'SubscriptionGone' | 'UnknownPolicy' | 'billing_invalid_amount' | 'billing_unknown_currency' | 'billing_currency_mismatch' | 'billing_invalid_date' | 'billing_invalid_instant' | 'billing_unknown_time_zone' | 'billing_invalid_period' | 'billing_outside_period' | 'billing_invalid_seats' | 'billing_invalid_percent' | 'billing_invalid_allocation' | 'billing_unknown_tier' | 'billing_price_missing' | 'billing_text_missing' | 'billing_no_changes' | 'StaleAttempt' | 'LaterReservationLost' | 'PaymentGatewayUnavailable' | 'PaymentGatewayMisuse' | 'PaymentReferenceReused' | 'CardDataRefused' | 'payment_not_sent' | 'payment_unknown' | 'PaymentUnconfirmed' | 'RefundDeclined' | 'RefundUnconfirmed' | 'FulfilmentUnavailable' | 'FulfilmentRefused' | 'FulfilmentRejected' | 'FulfilmentOverdue' | 'FulfilmentNotConfigured' | 'workflow_lost' | 'QuoteGone' | 'EvidenceGone' | 'VatNumberUnreadable' | 'VatStillHeld' | 'VatNotCharged' | 'OrderNotShown' | 'SubscriptionReserved';
      step?: 'assessing' | 'quoting' | 'capturingPayment' | 'checkingVat' | 'escalatingVat' | 'agreeing' | 'reserving' | 'settlingPayment' | 'applying' | 'confirming' | 'replacing' | 'followingVat' | 'fulfilling' | 'seating' | 'compensating' | 'telling' | 'releasing' | 'running';
      country?: string;
      currency?: Schemas['Currency'];
      amount?: 'nothing' | 'under_100' | 'under_1000' | 'under_10000' | 'under_100000' | 'from_100000';
      gateway?: string;
      accountId?: Schemas['Id'];
      subscriptionId?: Schemas['Id'];
      open?: 'true';
      unassigned?: 'true';
      assignee?: Schemas['Id'];
      sort?: 'updated' | 'age' | 'timer';
      updatedSince?: Schemas['Instant'];
      inStateBefore?: Schemas['Instant'];
      timerBefore?: Schemas['Instant'];
    };
  };
  TaskQueue: {
    queue: string;
    kind: 'workflow' | 'activity';
    asking: number;
    lastSeenAt: Schemas['Instant'] | null;
    workers: Schemas['Worker'][];
  };
  TaskQueueList: {
    items: Schemas['TaskQueue'][];
  };
  TaxDecision: {
    rule: string;
    kind: 'domestic' | 'destination' | 'reverse_charge' | 'out_of_scope' | 'hold';
    taxCountry: string | null;
    percent: Schemas['Percent'] | null;
    mention: string | null;
    reviews: string[];
    rateTableVersion: string;
    evidenceId: string | null;
    input: {
      date: Schemas['CivilDate'];
      [more: string]: unknown;
    };
    [more: string]: unknown;
  };
  TaxRecord: {
    decisions: {
      quoteId: string;
      at: Schemas['Instant'];
      decision: Schemas['TaxDecision'];
    }[];
    amendments: {
      amendmentId: string;
      quoteId: string;
      at: Schemas['Instant'];
      decision: Schemas['TaxDecision'];
      credit: Schemas['Money'];
    }[];
    checks: ({
      evidenceId: string;
      at: Schemas['Instant'];
      typed: string | null;
      vatNumber: string;
      outcome: 'valid' | 'invalid' | 'unverifiable';
      code: string | null;
      registerCode: string | null;
      evidence: Schemas['VatEvidence'];
    })[];
  };
  Terms: {
    tierId: Schemas['Id'];
    seats: number;
    frequency: Schemas['Frequency'];
  };
  Thresholds: {
    euCrossBorder: 'below' | 'reached';
    switzerland?: 'below' | 'reached';
    norway?: 'below' | 'reached';
  };
  Tier: {
    tierId: Schemas['Id'];
    name: string;
    rank: number;
    minSeats: number;
    maxSeats: number;
    prices: Schemas['Price'][];
  };
  TimeZone: string;
  Timeline: {
    changeId: Schemas['Id'];
    items: Schemas['TimelineItem'][];
    next: string | null;
  };
  TimelineAttempt: {
    kind: 'attempt';
    at: Schemas['Instant'];
    text: string;
    importance: 'high' | 'normal' | 'quiet';
    step: string;
    attempts: number;
    from: string;
    to: string;
    firstAt: Schemas['Instant'];
    lastAt: Schemas['Instant'];
    code: string | null;
  };
  TimelineDeed: {
    kind: 'deed';
    at: Schemas['Instant'];
    text: string;
    importance: 'high' | 'normal' | 'quiet';
    action: string;
    label: string;
    actorId: string;
    role: string;
    facts: Record<string, string | number | boolean | null>;
  };
  TimelineInbound: {
    kind: 'inbound';
    at: Schemas['Instant'];
    text: string;
    importance: 'high' | 'normal' | 'quiet';
    source: string;
    eventId: string;
    type: string;
    status: 'received' | 'done' | 'ignored' | 'parked' | 'dead';
  };
  TimelineItem: Schemas['TimelineMove'] | Schemas['TimelineAttempt'] | Schemas['TimelinePayment'] | Schemas['TimelineInbound'] | Schemas['TimelineMail'] | Schemas['TimelineReminder'] | Schemas['TimelineDeed'] | Schemas['TimelineNote'];
  TimelineMail: {
    kind: 'mail';
    at: Schemas['Instant'];
    text: string;
    importance: 'high' | 'normal' | 'quiet';
    key: string;
    status: 'waiting' | 'sent' | 'failed' | 'not_sent';
    recipientId: Schemas['Id'] | null;
    mayResend: boolean;
    mail: string;
  };
  TimelineMove: {
    kind: 'move';
    at: Schemas['Instant'];
    text: string;
    importance: 'high' | 'normal' | 'quiet';
    event: string;
    label: string;
    from: string;
    to: string;
  };
  TimelineNote: {
    kind: 'note';
    at: Schemas['Instant'];
    text: string;
    importance: 'high' | 'normal' | 'quiet';
    noteId: string;
    note: string;
    authorId: string;
    role: string;
  };
  TimelinePayment: {
    kind: 'payment';
    at: Schemas['Instant'];
    text: string;
    importance: 'high' | 'normal' | 'quiet';
    call: 'charge' | 'refund' | 'setup';
    status: string;
    code: string | null;
    amount: Schemas['Money'] | null;
    reference: string;
    gatewayReference: string | null;
  };
  TimelineReminder: {
    kind: 'reminder';
    at: Schemas['Instant'];
    text: string;
    importance: 'high' | 'normal' | 'quiet';
    key: string;
    status: 'waiting' | 'sent' | 'failed' | 'not_sent';
    recipientId: Schemas['Id'] | null;
    mayResend: boolean;
    subscriptionId: Schemas['Id'] | null;
  };
  TriedBulk: {
    event: {
      type: 'DECLINE_HANDOVER';
      message?: string;
      reasonCode?: string;
      reason?: string;
    } | {
      type: 'RETRY';
      reasonCode?: string;
      reason?: string;
    } | {
      type: 'RETRY_NEW_KEY';
      confirmed?: true;
      reasonCode?: string;
      reason?: string;
    } | {
      type: 'SKIP';
      reasonCode?: string;
      reason?: string;
    } | {
      type: 'ABORT';
      reasonCode?: string;
      reason?: string;
    } | {
      type: 'HOLD';
      reasonCode?: string;
      reason?: string;
    } | {
      type: 'RELEASE';
      reasonCode?: string;
      reason?: string;
    } | {
      type: 'EXTEND_QUOTE';
      until?: Schemas['Instant'];
      reasonCode?: string;
      reason?: string;
    } | {
      type: 'EXTEND_LINK';
      until?: Schemas['Instant'];
      reasonCode?: string;
      reason?: string;
    } | {
      type: 'KEEP_OPEN';
      until?: Schemas['Instant'];
      reasonCode?: string;
      reason?: string;
    } | {
      type: 'RESEND';
      reasonCode?: string;
      reason?: string;
    } | {
      type: 'OVERRIDE';
      evidence?: string;
      reasonCode?: string;
      reason?: string;
      grantId?: Schemas['Id'];
    } | {
      type: 'RESOLVE_PAID';
      evidence?: string;
      reasonCode?: string;
      reason?: string;
      grantId?: Schemas['Id'];
    } | {
      type: 'RESOLVE_NOT_PAID';
      evidence?: string;
      reasonCode?: string;
      reason?: string;
      grantId?: Schemas['Id'];
    } | {
      type: 'ACCEPT_VAT_EVIDENCE';
      evidence?: string;
      reasonCode?: string;
      reason?: string;
      grantId?: Schemas['Id'];
    };
    changeIds?: Schemas['Id'][];
    filter?: {
      state?: string;
      waits?: 'customer' | 'customer_confirmation' | 'payment' | 'vat_register' | 'support' | 'advisor' | 'period_end' | 'fulfilment' | 'stuck';
      stuck?: 'true';
      code?: 'timeout' | 'cancelled' | 'unexpected' | 'StoreUnavailable' | 'TemporalUnavailable' | 'AccountGone' | 'SubscriptionGone' | 'UnknownPolicy' | 'billing_invalid_amount' | 'billing_unknown_currency' | 'billing_currency_mismatch' | 'billing_invalid_date' | 'billing_invalid_instant' | 'billing_unknown_time_zone' | 'billing_invalid_period' | 'billing_outside_period' | 'billing_invalid_seats' | 'billing_invalid_percent' | 'billing_invalid_allocation' | 'billing_unknown_tier' | 'billing_price_missing' | 'billing_text_missing' | 'billing_no_changes' | 'StaleAttempt' | 'LaterReservationLost' | 'PaymentGatewayUnavailable' | 'PaymentGatewayMisuse' | 'PaymentReferenceReused' | 'CardDataRefused' | 'payment_not_sent' | 'payment_unknown' | 'PaymentUnconfirmed' | 'RefundDeclined' | 'RefundUnconfirmed' | 'FulfilmentUnavailable' | 'FulfilmentRefused' | 'FulfilmentRejected' | 'FulfilmentOverdue' | 'FulfilmentNotConfigured' | 'workflow_lost' | 'QuoteGone' | 'EvidenceGone' | 'VatNumberUnreadable' | 'VatStillHeld' | 'VatNotCharged' | 'OrderNotShown' | 'SubscriptionReserved';
      step?: 'assessing' | 'quoting' | 'capturingPayment' | 'checkingVat' | 'escalatingVat' | 'agreeing' | 'reserving' | 'settlingPayment' | 'applying' | 'confirming' | 'replacing' | 'followingVat' | 'fulfilling' | 'seating' | 'compensating' | 'telling' | 'releasing' | 'running';
      country?: string;
      currency?: Schemas['Currency'];
      amount?: 'nothing' | 'under_100' | 'under_1000' | 'under_10000' | 'under_100000' | 'from_100000';
      gateway?: string;
      accountId?: Schemas['Id'];
      subscriptionId?: Schemas['Id'];
      open?: 'true';
      unassigned?: 'true';
      assignee?: Schemas['Id'];
      sort?: 'updated' | 'age' | 'timer';
      updatedSince?: Schemas['Instant'];
      inStateBefore?: Schemas['Instant'];
      timerBefore?: Schemas['Instant'];
    };
    perMinute?: number;
  };
  TriedEvent: {
    type: 'EDIT';
    changes: Schemas['Change'][];
    effective?: 'now' | 'period_end';
  } | {
    type: 'ADD_CHANGE';
    change: Schemas['Change'];
  } | {
    type: 'CHECKOUT';
  } | {
    type: 'ADD_TO_CART';
  } | {
    type: 'PROVIDE_PAYMENT';
    paymentToken: string;
  } | {
    type: 'PROVIDE_VAT';
    vatNumber: string;
  } | {
    type: 'REMOVE_VAT';
  } | {
    type: 'PLACE_ORDER';
    quoteHash?: string;
    consent?: string;
  } | {
    type: 'RENEW_PAYMENT_LINK';
  } | {
    type: 'CANCEL';
  } | {
    type: 'ACCEPT_HANDOVER';
    effective?: 'now' | 'period_end';
    purchaseOrder?: (unknown) & (unknown) | null;
    reasonCode?: string;
    reason?: string;
  } | {
    type: 'DECLINE_HANDOVER';
    message?: string;
    reasonCode?: string;
    reason?: string;
  } | {
    type: 'RETRY';
    reasonCode?: string;
    reason?: string;
  } | {
    type: 'RETRY_NEW_KEY';
    confirmed?: true;
    reasonCode?: string;
    reason?: string;
  } | {
    type: 'SKIP';
    reasonCode?: string;
    reason?: string;
  } | {
    type: 'OVERRIDE';
    evidence?: string;
    reasonCode?: string;
    reason?: string;
    grantId?: Schemas['Id'];
  } | {
    type: 'ABORT';
    reasonCode?: string;
    reason?: string;
  } | {
    type: 'RESOLVE_PAID';
    evidence?: string;
    reasonCode?: string;
    reason?: string;
    grantId?: Schemas['Id'];
  } | {
    type: 'RESOLVE_NOT_PAID';
    evidence?: string;
    reasonCode?: string;
    reason?: string;
    grantId?: Schemas['Id'];
  } | {
    type: 'ACCEPT_VAT_EVIDENCE';
    evidence?: string;
    reasonCode?: string;
    reason?: string;
    grantId?: Schemas['Id'];
  } | {
    type: 'HOLD';
    reasonCode?: string;
    reason?: string;
  } | {
    type: 'RELEASE';
    reasonCode?: string;
    reason?: string;
  } | {
    type: 'EXTEND_QUOTE';
    until?: Schemas['Instant'];
    reasonCode?: string;
    reason?: string;
  } | {
    type: 'EXTEND_LINK';
    until?: Schemas['Instant'];
    reasonCode?: string;
    reason?: string;
  } | {
    type: 'KEEP_OPEN';
    until?: Schemas['Instant'];
    reasonCode?: string;
    reason?: string;
  } | {
    type: 'AMEND';
    changes: Schemas['Change'][];
    effective?: 'now' | 'period_end';
    reasonCode?: string;
    reason?: string;
  } | {
    type: 'RESEND';
    reasonCode?: string;
    reason?: string;
  };
  VatEvidence: {
    register: string;
    requester: string | null;
    checkedAt: Schemas['Instant'];
    consultationNumber: string | null;
    requestDate: string | null;
    rawAnswer: string;
    clientVersion: string;
    [more: string]: unknown;
  };
  VatTreatment: {
    rule: string;
    kind: 'domestic' | 'destination' | 'reverse_charge' | 'out_of_scope' | 'hold';
    country: string;
    percent: Schemas['Percent'];
    mention?: string;
  };
  WaitingForSecondPerson: {
    grantId: Schemas['Id'];
    status: 'waiting_for_second_person';
  };
  WebAddress: string;
  Worker: {
    identity: string;
    lastSeenAt: Schemas['Instant'];
  };
  WritingNote: {
    text: string;
  };
}

/** By method and path: what each operation takes, and what it answers when it does what it is asked. */
export interface Operations {
  'DELETE /v1/carts/{accountId}/items/{itemId}': {
    params: {
      accountId: Schemas['Id'];
      itemId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: undefined;
    answer: Schemas['CartView'];
    needsKey: false;
  };
  'DELETE /v1/changes/{changeId}/quote-link': {
    params: {
      changeId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: undefined;
    answer: undefined;
    needsKey: false;
  };
  'DELETE /v1/saved-views/{viewId}': {
    params: {
      viewId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: undefined;
    answer: undefined;
    needsKey: false;
  };
  'DELETE /v1/subscriptions/{subscriptionId}/seats/{userId}': {
    params: {
      subscriptionId: Schemas['Id'];
      userId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: undefined;
    answer: undefined;
    needsKey: false;
  };
  'GET /v1/accounts': {
    params: Record<string, never>;
    query: {
      limit?: string;
      cursor?: string;
      search?: Schemas['Id'];
    };
    body: undefined;
    answer: Schemas['AccountList'];
    needsKey: false;
  };
  'GET /v1/accounts/{accountId}': {
    params: {
      accountId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: undefined;
    answer: Schemas['AccountView'];
    needsKey: false;
  };
  'GET /v1/accounts/{accountId}/ledger': {
    params: {
      accountId: Schemas['Id'];
    };
    query: {
      limit?: string;
      cursor?: string;
      order?: 'asc' | 'desc';
    };
    body: undefined;
    answer: Schemas['LedgerPage'];
    needsKey: false;
  };
  'GET /v1/accounts/{accountId}/people': {
    params: {
      accountId: Schemas['Id'];
    };
    query: {
      limit?: string;
      cursor?: string;
      search?: string;
      subscriptionId?: Schemas['Id'];
    };
    body: undefined;
    answer: Schemas['AccountPeople'];
    needsKey: false;
  };
  'GET /v1/accounts/{accountId}/receipts': {
    params: {
      accountId: Schemas['Id'];
    };
    query: {
      limit?: string;
      cursor?: string;
    };
    body: undefined;
    answer: Schemas['ReceiptList'];
    needsKey: false;
  };
  'GET /v1/audit': {
    params: Record<string, never>;
    query: {
      limit?: string;
      cursor?: string;
      from?: Schemas['Instant'];
      to?: Schemas['Instant'];
      changeId?: Schemas['Id'];
      order?: 'asc' | 'desc';
      format?: 'csv';
      lang?: 'fr' | 'en';
    };
    body: undefined;
    answer: Schemas['AuditPage'] | string;
    needsKey: false;
  };
  'GET /v1/bulk-events': {
    params: Record<string, never>;
    query: Record<string, never>;
    body: undefined;
    answer: Schemas['BulkList'];
    needsKey: false;
  };
  'GET /v1/bulk-events/{bulkId}': {
    params: {
      bulkId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: undefined;
    answer: Schemas['Bulk'];
    needsKey: false;
  };
  'GET /v1/bulk-events/{bulkId}/orders': {
    params: {
      bulkId: Schemas['Id'];
    };
    query: {
      limit?: string;
      cursor?: string;
    };
    body: undefined;
    answer: Schemas['BulkItemList'];
    needsKey: false;
  };
  'GET /v1/carts/{accountId}': {
    params: {
      accountId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: undefined;
    answer: Schemas['CartView'];
    needsKey: false;
  };
  'GET /v1/catalog/{productId}': {
    params: {
      productId: Schemas['Id'];
    };
    query: {
      accountId: Schemas['Id'];
      subscriptionId?: Schemas['Id'];
    };
    body: undefined;
    answer: Schemas['CatalogueProduct'];
    needsKey: false;
  };
  'GET /v1/change-counts': {
    params: Record<string, never>;
    query: {
      state?: string;
      waits?: 'customer' | 'customer_confirmation' | 'payment' | 'vat_register' | 'support' | 'advisor' | 'period_end' | 'fulfilment' | 'stuck';
      stuck?: 'true';
      code?: 'timeout' | 'cancelled' | 'unexpected' | 'StoreUnavailable' | 'TemporalUnavailable' | 'AccountGone' | 'SubscriptionGone' | 'UnknownPolicy' | 'billing_invalid_amount' | 'billing_unknown_currency' | 'billing_currency_mismatch' | 'billing_invalid_date' | 'billing_invalid_instant' | 'billing_unknown_time_zone' | 'billing_invalid_period' | 'billing_outside_period' | 'billing_invalid_seats' | 'billing_invalid_percent' | 'billing_invalid_allocation' | 'billing_unknown_tier' | 'billing_price_missing' | 'billing_text_missing' | 'billing_no_changes' | 'StaleAttempt' | 'LaterReservationLost' | 'PaymentGatewayUnavailable' | 'PaymentGatewayMisuse' | 'PaymentReferenceReused' | 'CardDataRefused' | 'payment_not_sent' | 'payment_unknown' | 'PaymentUnconfirmed' | 'RefundDeclined' | 'RefundUnconfirmed' | 'FulfilmentUnavailable' | 'FulfilmentRefused' | 'FulfilmentRejected' | 'FulfilmentOverdue' | 'FulfilmentNotConfigured' | 'workflow_lost' | 'QuoteGone' | 'EvidenceGone' | 'VatNumberUnreadable' | 'VatStillHeld' | 'VatNotCharged' | 'OrderNotShown' | 'SubscriptionReserved';
      step?: 'assessing' | 'quoting' | 'capturingPayment' | 'checkingVat' | 'escalatingVat' | 'agreeing' | 'reserving' | 'settlingPayment' | 'applying' | 'confirming' | 'replacing' | 'followingVat' | 'fulfilling' | 'seating' | 'compensating' | 'telling' | 'releasing' | 'running';
      country?: string;
      currency?: Schemas['Currency'];
      amount?: 'nothing' | 'under_100' | 'under_1000' | 'under_10000' | 'under_100000' | 'from_100000';
      gateway?: string;
      accountId?: Schemas['Id'];
      subscriptionId?: Schemas['Id'];
      open?: 'true';
      unassigned?: 'true';
      assignee?: Schemas['Id'];
      sort?: 'updated' | 'age' | 'timer';
      updatedSince?: Schemas['Instant'];
      inStateBefore?: Schemas['Instant'];
      timerBefore?: Schemas['Instant'];
    };
    body: undefined;
    answer: Schemas['ChangeCounts'];
    needsKey: false;
  };
  'GET /v1/changes': {
    params: Record<string, never>;
    query: {
      state?: string;
      waits?: 'customer' | 'customer_confirmation' | 'payment' | 'vat_register' | 'support' | 'advisor' | 'period_end' | 'fulfilment' | 'stuck';
      stuck?: 'true';
      code?: 'timeout' | 'cancelled' | 'unexpected' | 'StoreUnavailable' | 'TemporalUnavailable' | 'AccountGone' | 'SubscriptionGone' | 'UnknownPolicy' | 'billing_invalid_amount' | 'billing_unknown_currency' | 'billing_currency_mismatch' | 'billing_invalid_date' | 'billing_invalid_instant' | 'billing_unknown_time_zone' | 'billing_invalid_period' | 'billing_outside_period' | 'billing_invalid_seats' | 'billing_invalid_percent' | 'billing_invalid_allocation' | 'billing_unknown_tier' | 'billing_price_missing' | 'billing_text_missing' | 'billing_no_changes' | 'StaleAttempt' | 'LaterReservationLost' | 'PaymentGatewayUnavailable' | 'PaymentGatewayMisuse' | 'PaymentReferenceReused' | 'CardDataRefused' | 'payment_not_sent' | 'payment_unknown' | 'PaymentUnconfirmed' | 'RefundDeclined' | 'RefundUnconfirmed' | 'FulfilmentUnavailable' | 'FulfilmentRefused' | 'FulfilmentRejected' | 'FulfilmentOverdue' | 'FulfilmentNotConfigured' | 'workflow_lost' | 'QuoteGone' | 'EvidenceGone' | 'VatNumberUnreadable' | 'VatStillHeld' | 'VatNotCharged' | 'OrderNotShown' | 'SubscriptionReserved';
      step?: 'assessing' | 'quoting' | 'capturingPayment' | 'checkingVat' | 'escalatingVat' | 'agreeing' | 'reserving' | 'settlingPayment' | 'applying' | 'confirming' | 'replacing' | 'followingVat' | 'fulfilling' | 'seating' | 'compensating' | 'telling' | 'releasing' | 'running';
      country?: string;
      currency?: Schemas['Currency'];
      amount?: 'nothing' | 'under_100' | 'under_1000' | 'under_10000' | 'under_100000' | 'from_100000';
      gateway?: string;
      accountId?: Schemas['Id'];
      subscriptionId?: Schemas['Id'];
      open?: 'true';
      unassigned?: 'true';
      assignee?: Schemas['Id'];
      sort?: 'updated' | 'age' | 'timer';
      updatedSince?: Schemas['Instant'];
      inStateBefore?: Schemas['Instant'];
      timerBefore?: Schemas['Instant'];
      limit?: string;
      cursor?: string;
    };
    body: undefined;
    answer: Schemas['OrderList'];
    needsKey: false;
  };
  'GET /v1/changes/{changeId}': {
    params: {
      changeId: Schemas['Id'];
    };
    query: {
      wait?: 'settled';
      after?: string;
      update?: string;
    };
    body: undefined;
    answer: Schemas['Order'] | Schemas['Order'] | Schemas['OrderStarting'];
    needsKey: false;
  };
  'GET /v1/changes/{changeId}/ending/preview': {
    params: {
      changeId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: undefined;
    answer: Schemas['EventPreview'];
    needsKey: false;
  };
  'GET /v1/changes/{changeId}/live': {
    params: {
      changeId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: undefined;
    answer: string;
    needsKey: false;
  };
  'GET /v1/changes/{changeId}/payment-link': {
    params: {
      changeId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: undefined;
    answer: Schemas['PaymentLink'];
    needsKey: false;
  };
  'GET /v1/changes/{changeId}/payments': {
    params: {
      changeId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: undefined;
    answer: Schemas['PaymentCalls'];
    needsKey: false;
  };
  'GET /v1/changes/{changeId}/quote-link': {
    params: {
      changeId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: undefined;
    answer: Schemas['QuoteLinkState'];
    needsKey: false;
  };
  'GET /v1/changes/{changeId}/receipt': {
    params: {
      changeId: Schemas['Id'];
    };
    query: {
      lang?: 'fr' | 'en';
    };
    body: undefined;
    answer: string;
    needsKey: false;
  };
  'GET /v1/changes/{changeId}/restart/preview': {
    params: {
      changeId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: undefined;
    answer: Schemas['EventPreview'];
    needsKey: false;
  };
  'GET /v1/changes/{changeId}/tax': {
    params: {
      changeId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: undefined;
    answer: Schemas['TaxRecord'];
    needsKey: false;
  };
  'GET /v1/changes/{changeId}/timeline': {
    params: {
      changeId: Schemas['Id'];
    };
    query: {
      order?: 'asc' | 'desc';
      kind?: 'move' | 'attempt' | 'payment' | 'inbound' | 'mail' | 'reminder' | 'deed' | 'note';
      limit?: string;
      cursor?: string;
    };
    body: undefined;
    answer: Schemas['Timeline'];
    needsKey: false;
  };
  'GET /v1/changes/{changeId}/vat-credit/preview': {
    params: {
      changeId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: undefined;
    answer: Schemas['EventPreview'];
    needsKey: false;
  };
  'GET /v1/health': {
    params: Record<string, never>;
    query: Record<string, never>;
    body: undefined;
    answer: Schemas['Health'];
    needsKey: false;
  };
  'GET /v1/inbound-events': {
    params: Record<string, never>;
    query: {
      status?: 'received' | 'done' | 'ignored' | 'parked' | 'dead';
      limit?: string;
    };
    body: undefined;
    answer: Schemas['InboundEventList'];
    needsKey: false;
  };
  'GET /v1/keys': {
    params: Record<string, never>;
    query: Record<string, never>;
    body: undefined;
    answer: Schemas['ApiKeyList'];
    needsKey: false;
  };
  'GET /v1/live/changes': {
    params: Record<string, never>;
    query: {
      accountId?: Schemas['Id'];
    };
    body: undefined;
    answer: string;
    needsKey: false;
  };
  'GET /v1/mails': {
    params: Record<string, never>;
    query: {
      limit?: string;
      cursor?: string;
      status?: 'waiting' | 'sent' | 'failed' | 'not_sent';
    };
    body: undefined;
    answer: Schemas['SentMailList'];
    needsKey: false;
  };
  'GET /v1/people/{personId}': {
    params: {
      personId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: undefined;
    answer: Schemas['Person'];
    needsKey: false;
  };
  'GET /v1/reason-codes': {
    params: Record<string, never>;
    query: {
      event: 'ACCEPT_HANDOVER' | 'DECLINE_HANDOVER' | 'RETRY' | 'RETRY_NEW_KEY' | 'SKIP' | 'OVERRIDE' | 'ABORT' | 'RESOLVE_PAID' | 'RESOLVE_NOT_PAID' | 'ACCEPT_VAT_EVIDENCE' | 'HOLD' | 'RELEASE' | 'EXTEND_QUOTE' | 'EXTEND_LINK' | 'KEEP_OPEN' | 'AMEND' | 'RESEND' | 'STOP' | 'REMIND' | 'ASSIGN' | 'CLOSE_ITEM' | 'RESEND_MAIL' | 'CREDIT_VAT' | 'END_LOST' | 'START_AGAIN' | 'CHANGE_SETTINGS';
    };
    body: undefined;
    answer: Schemas['ReasonCodeList'];
    needsKey: false;
  };
  'GET /v1/requests': {
    params: Record<string, never>;
    query: Record<string, never>;
    body: undefined;
    answer: Schemas['OpenRequests'];
    needsKey: false;
  };
  'GET /v1/requests/{grantId}': {
    params: {
      grantId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: undefined;
    answer: Schemas['OpenRequest'];
    needsKey: false;
  };
  'GET /v1/runbook/{code}': {
    params: {
      code: string;
    };
    query: {
      lang?: 'fr' | 'en';
    };
    body: undefined;
    answer: Schemas['RunbookAdvice'];
    needsKey: false;
  };
  'GET /v1/saved-views': {
    params: Record<string, never>;
    query: Record<string, never>;
    body: undefined;
    answer: Schemas['SavedViewList'];
    needsKey: false;
  };
  'GET /v1/seat-follow-ups': {
    params: Record<string, never>;
    query: {
      limit?: string;
      cursor?: string;
    };
    body: undefined;
    answer: Schemas['OpenSeatFollowUps'];
    needsKey: false;
  };
  'GET /v1/session': {
    params: Record<string, never>;
    query: Record<string, never>;
    body: undefined;
    answer: Schemas['Session'];
    needsKey: false;
  };
  'GET /v1/settings': {
    params: Record<string, never>;
    query: Record<string, never>;
    body: undefined;
    answer: Schemas['SettingsInForce'];
    needsKey: false;
  };
  'GET /v1/settings/history': {
    params: Record<string, never>;
    query: {
      limit?: string;
      cursor?: string;
    };
    body: undefined;
    answer: Schemas['SettingsHistory'];
    needsKey: false;
  };
  'GET /v1/staff': {
    params: Record<string, never>;
    query: Record<string, never>;
    body: undefined;
    answer: Schemas['StaffList'];
    needsKey: false;
  };
  'GET /v1/subscriptions': {
    params: Record<string, never>;
    query: {
      limit?: string;
      cursor?: string;
      accountId: Schemas['Id'];
    };
    body: undefined;
    answer: Schemas['SubscriptionList'];
    needsKey: false;
  };
  'GET /v1/subscriptions/{subscriptionId}': {
    params: {
      subscriptionId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: undefined;
    answer: Schemas['SubscriptionView'];
    needsKey: false;
  };
  'GET /v1/subscriptions/{subscriptionId}/seat-follow-up': {
    params: {
      subscriptionId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: undefined;
    answer: Schemas['SeatFollowUp'] | undefined;
    needsKey: false;
  };
  'GET /v1/subscriptions/{subscriptionId}/seats': {
    params: {
      subscriptionId: Schemas['Id'];
    };
    query: {
      limit?: string;
      cursor?: string;
    };
    body: undefined;
    answer: Schemas['SeatList'];
    needsKey: false;
  };
  'GET /v1/support-items': {
    params: Record<string, never>;
    query: {
      limit?: string;
      cursor?: string;
      kind?: 'vat_unverifiable' | 'vat_not_verified' | 'vat_register_refuses' | 'refund_request' | 'refund_by_hand' | 'refund_failed' | 'refunded_elsewhere' | 'given_back_twice' | 'payment_reversed' | 'payment_restored' | 'payment_not_wanted' | 'payment_review_failed' | 'seats_unassigned' | 'order_full' | 'agreed_not_made' | 'agreed_replaced' | 'no_contact' | 'contact_unreachable';
    };
    body: undefined;
    answer: Schemas['SupportItemList'];
    needsKey: false;
  };
  'GET /v1/task-queues': {
    params: Record<string, never>;
    query: Record<string, never>;
    body: undefined;
    answer: Schemas['TaskQueueList'];
    needsKey: false;
  };
  'POST /v1/bulk-events': {
    params: Record<string, never>;
    query: Record<string, never>;
    body: Schemas['BulkRequest'];
    answer: Schemas['Bulk'];
    needsKey: true;
  };
  'POST /v1/bulk-events/preview': {
    params: Record<string, never>;
    query: Record<string, never>;
    body: Schemas['TriedBulk'];
    answer: Schemas['BulkPreview'];
    needsKey: false;
  };
  'POST /v1/bulk-events/{bulkId}/approve': {
    params: {
      bulkId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: Schemas['BulkReason'];
    answer: Schemas['Bulk'];
    needsKey: true;
  };
  'POST /v1/bulk-events/{bulkId}/cancel': {
    params: {
      bulkId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: Schemas['BulkReason'];
    answer: Schemas['Bulk'];
    needsKey: true;
  };
  'POST /v1/bulk-events/{bulkId}/pause': {
    params: {
      bulkId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: Schemas['BulkReason'];
    answer: Schemas['Bulk'];
    needsKey: true;
  };
  'POST /v1/bulk-events/{bulkId}/resume': {
    params: {
      bulkId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: Schemas['BulkReason'];
    answer: Schemas['Bulk'];
    needsKey: true;
  };
  'POST /v1/changes': {
    params: Record<string, never>;
    query: Record<string, never>;
    body: Schemas['StartChange'];
    answer: Schemas['Order'] | Schemas['Order'] | Schemas['OrderStarting'];
    needsKey: true;
  };
  'POST /v1/changes/take-next': {
    params: Record<string, never>;
    query: Record<string, never>;
    body: Schemas['TakingNext'];
    answer: Schemas['TakenNext'];
    needsKey: true;
  };
  'POST /v1/changes/{changeId}/ending': {
    params: {
      changeId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: Schemas['ActOfTwo'];
    answer: Schemas['ActUnderWay'] | Schemas['WaitingForSecondPerson'];
    needsKey: true;
  };
  'POST /v1/changes/{changeId}/events': {
    params: {
      changeId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: Schemas['OrderEvent'];
    answer: Schemas['Order'] | Schemas['Order'] | Schemas['OrderStarting'] | Schemas['WaitingForSecondPerson'];
    needsKey: true;
  };
  'POST /v1/changes/{changeId}/events/preview': {
    params: {
      changeId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: Schemas['TriedEvent'];
    answer: Schemas['EventPreview'];
    needsKey: false;
  };
  'POST /v1/changes/{changeId}/notes': {
    params: {
      changeId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: Schemas['WritingNote'];
    answer: Schemas['NoteWritten'];
    needsKey: true;
  };
  'POST /v1/changes/{changeId}/payment-setup': {
    params: {
      changeId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: undefined;
    answer: Schemas['PaymentSetupPage'];
    needsKey: true;
  };
  'POST /v1/changes/{changeId}/payment-setup/{setupId}': {
    params: {
      changeId: Schemas['Id'];
      setupId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: undefined;
    answer: Schemas['PaymentSetupOutcome'];
    needsKey: false;
  };
  'POST /v1/changes/{changeId}/quote-link': {
    params: {
      changeId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: undefined;
    answer: Schemas['QuoteLink'];
    needsKey: true;
  };
  'POST /v1/changes/{changeId}/restart': {
    params: {
      changeId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: Schemas['ActOfTwo'];
    answer: Schemas['ActUnderWay'] | Schemas['WaitingForSecondPerson'];
    needsKey: true;
  };
  'POST /v1/changes/{changeId}/vat-credit': {
    params: {
      changeId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: Schemas['ActOfTwo'];
    answer: Schemas['ActUnderWay'] | Schemas['WaitingForSecondPerson'];
    needsKey: true;
  };
  'POST /v1/inbound-events/{source}/{eventId}/redelivery': {
    params: {
      source: string;
      eventId: string;
    };
    query: Record<string, never>;
    body: undefined;
    answer: Schemas['InboundEvent'];
    needsKey: true;
  };
  'POST /v1/mails/{key}/resend': {
    params: {
      key: string;
    };
    query: Record<string, never>;
    body: Schemas['ResendingMail'];
    answer: Schemas['MailResent'];
    needsKey: true;
  };
  'POST /v1/quotes': {
    params: Record<string, never>;
    query: Record<string, never>;
    body: Schemas['QuoteRequest'];
    answer: Schemas['Preview'];
    needsKey: false;
  };
  'POST /v1/quotes/simulate': {
    params: Record<string, never>;
    query: Record<string, never>;
    body: Schemas['SimulationRequest'];
    answer: Schemas['Simulation'];
    needsKey: false;
  };
  'POST /v1/requests/{grantId}/reject': {
    params: {
      grantId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: Schemas['Rejecting'];
    answer: Schemas['RequestClosed'];
    needsKey: true;
  };
  'POST /v1/search': {
    params: Record<string, never>;
    query: Record<string, never>;
    body: Schemas['SearchRequest'];
    answer: Schemas['SearchResult'];
    needsKey: false;
  };
  'POST /v1/session/prolong': {
    params: Record<string, never>;
    query: Record<string, never>;
    body: undefined;
    answer: Schemas['SessionEnds'];
    needsKey: false;
  };
  'POST /v1/subscriptions/{subscriptionId}/seat-follow-up/events': {
    params: {
      subscriptionId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: Schemas['SeatEvent'];
    answer: Schemas['SeatFollowUp'];
    needsKey: true;
  };
  'POST /v1/support-items/{key}/close': {
    params: {
      key: string;
    };
    query: Record<string, never>;
    body: Schemas['ClosingItem'];
    answer: Schemas['SupportItemClosed'];
    needsKey: true;
  };
  'PUT /v1/accounts/{accountId}': {
    params: {
      accountId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: Schemas['Account'];
    answer: Schemas['Stored'];
    needsKey: false;
  };
  'PUT /v1/carts/{accountId}': {
    params: {
      accountId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: Schemas['Cart'];
    answer: Schemas['Stored'];
    needsKey: false;
  };
  'PUT /v1/catalog/{productId}': {
    params: {
      productId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: Schemas['Product'];
    answer: Schemas['Stored'];
    needsKey: false;
  };
  'PUT /v1/changes/{changeId}/assignee': {
    params: {
      changeId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: Schemas['Assigning'];
    answer: Schemas['Assigned'];
    needsKey: true;
  };
  'PUT /v1/people/{personId}': {
    params: {
      personId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: Schemas['PersonFacts'];
    answer: Schemas['PersonStored'];
    needsKey: false;
  };
  'PUT /v1/saved-views/{viewId}': {
    params: {
      viewId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: Schemas['SavedViewBody'];
    answer: undefined;
    needsKey: false;
  };
  'PUT /v1/settings': {
    params: Record<string, never>;
    query: Record<string, never>;
    body: Schemas['SettingsChange'];
    answer: Schemas['SettingsInForce'] | Schemas['WaitingForSecondPerson'];
    needsKey: false;
  };
  'PUT /v1/subscriptions/{subscriptionId}': {
    params: {
      subscriptionId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: Schemas['Subscription'];
    answer: Schemas['Stored'];
    needsKey: false;
  };
  'PUT /v1/subscriptions/{subscriptionId}/seats': {
    params: {
      subscriptionId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: Schemas['SeatAssignments'];
    answer: Schemas['SeatResults'];
    needsKey: false;
  };
  'PUT /v1/subscriptions/{subscriptionId}/seats/{userId}': {
    params: {
      subscriptionId: Schemas['Id'];
      userId: Schemas['Id'];
    };
    query: Record<string, never>;
    body: undefined;
    answer: undefined;
    needsKey: false;
  };
}
