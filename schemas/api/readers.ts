import { ORDER_EVENTS, ROLES, type Role, STAFF } from '../../machines/events';

/** Everybody who is answered at all: which routes a role may call, their operations say. */
const EVERYBODY: readonly Role[] = ROLES;
/** Whoever deals with money: a seat administrator does not. */
const BUYERS_AND_STAFF: readonly Role[] = ROLES.filter((role) => role !== 'seat_admin');
/** Whoever may place an order may also pay it: its link is as good as its money. */
const PAYERS: readonly Role[] = ORDER_EVENTS.PLACE_ORDER.senders;

/** Whoever may look a person up by their id. */
export const READERS_OF_PEOPLE: readonly Role[] = ['service', 'support_agent', 'support_lead'];

/** Some fields of an answer, and the roles that see them. */
type Row = readonly [readers: readonly Role[], fields: string];

/**
 * Which role sees which field of an answer, by the name of its schema; a field of an object without a name stands behind
 * the path to it. Every field of every answer has its row here, or a test fails. What a role does not see is null where
 * the schema knows null, and absent elsewhere; an item of which it sees nothing is left out of its list.
 */
export const READERS: Readonly<Record<string, readonly Row[]>> = {
  Session: [[EVERYBODY, 'tenantId role userId csrfToken displayName locale timeZone accounts idleEndsAt endsAt']],
  SessionAccount: [[EVERYBODY, 'accountId name role']],
  SessionEnds: [[EVERYBODY, 'idleEndsAt endsAt']],
  Preview: [
    [
      EVERYBODY,
      'route quote cart cart.holdsItems cart.items cart.text missing nextStep nextStep.step nextStep.label nextStep.text limits',
    ],
  ],
  Missing: [[EVERYBODY, 'what because text']],
  Limits: [
    [
      EVERYBODY,
      `subscriptionId seats seats.present seats.min seats.max seats.step seats.assigned seats.text tiers tiers.present
      tiers.offered tiers.offered.tierId tiers.offered.name tiers.offered.servedBy tiers.offered.text
      frequencies frequencies.present frequencies.offered frequencies.prices frequencies.prices.frequency
      frequencies.prices.net`,
    ],
  ],
  Quote: [
    [
      EVERYBODY,
      `quoteId version hash at expiresAt effectiveDate policy policy.name policy.version changes lines
      vatTreatment net vat total balanceUsed dueToday dueOn dueLater toBalance refundRequested
      billedLater rateIncreases otherAnchor includesCart explanation explanation.changes explanation.totals
      explanation.tax explanation.terms explanation.offer`,
    ],
  ],
  QuotedChange: [
    [
      EVERYBODY,
      `subscriptionId before after names names.product names.tierBefore names.tierAfter newPeriod newPeriodStartsAt
      endLifted trialEnded pausesOn resumesOn nextBillDate nextBillNet yearlyRateBefore yearlyRateAfter seatsAdded agreed
      agreed.changeId agreed.takenOut agreed.kept seatsToFree`,
    ],
  ],
  Terms: [[EVERYBODY, 'tierId seats frequency']],
  Period: [[EVERYBODY, 'start end']],
  Money: [[EVERYBODY, 'amount currency']],
  QuoteLine: [
    [
      EVERYBODY,
      `lineId kind subscriptionId text name arithmetic vatText period startsAt basis fraction fraction.numerator
      fraction.denominator fraction.unit fraction.rounded net vatPercent vat vatTreatment
      vatTreatment.kind vatTreatment.country vatTreatment.rule vatTreatment.mention`,
    ],
  ],
  VatTreatment: [[EVERYBODY, 'rule kind country percent mention']],
  OtherAnchor: [
    [EVERYBODY, 'anchor net total dueToday toBalance nextBills nextBills.subscriptionId nextBills.date nextBills.net'],
  ],
  Simulation: [
    [
      EVERYBODY,
      `route quote gaps comparisons comparisons.policy comparisons.policy.name comparisons.policy.version
      comparisons.net comparisons.total comparisons.dueToday comparisons.toBalance comparisons.nextBills
      comparisons.nextBills.subscriptionId comparisons.nextBills.date comparisons.nextBills.net`,
    ],
  ],
  Order: [
    [
      EVERYBODY,
      `changeId accountId state headline settled done sequence updatedAt allowedEvents acts notNow route changes
      dropped dropped.change dropped.refusal quote difference cart cart.holdsItems cart.included missing
      effective hasPaymentMethod vat vat.status vatWait vatWait.prefix vatWait.code vatWait.attempts
      vatWait.asksAgain askAgain refusal agreement agreement.effective payment stuck ending heldSince
      extended extended.quote extended.link extended.idle waits inStateSince nextTimerAt startedAt
      decidedBy decidedBy.role names names.subscriptionId names.product names.tierBefore names.tierAfter
      machine machine.id machine.version handOver steps`,
    ],
    [BUYERS_AND_STAFF, 'vat.number agreement.purchaseOrder consent decidedBy.userId'],
    [STAFF, 'reply assignee notes'],
  ],
  StepOfOrder: [[EVERYBODY, 'step standing text']],
  HandOver: [[EVERYBODY, 'team since answerBy message']],
  Act: [[EVERYBODY, 'type label needsReason needsEvidence needsSecondPerson movesMoney tone']],
  NotNow: [[EVERYBODY, 'type label why']],
  ReasonCodeList: [[EVERYBODY, 'items']],
  ReasonCode: [[EVERYBODY, 'code text']],
  Change: [[EVERYBODY, 'subscriptionId tierId seats frequency expectedSeats liftEnd endTrial']],
  Refusal: [[EVERYBODY, 'code facts text next forPeople']],
  QuoteDifference: [
    [EVERYBODY, 'previousQuoteId total dueToday lines lines.lineId lines.before lines.after movedSubscriptions texts'],
  ],
  AmountDifference: [[EVERYBODY, 'before after difference']],
  AskAgain: [[EVERYBODY, 'reason text previousDue code']],
  Consent: [[EVERYBODY, 'userId text at']],
  Payment: [
    [EVERYBODY, 'status'],
    [BUYERS_AND_STAFF, 'code'],
    [PAYERS, 'link linkExpiresAt'],
  ],
  Stuck: [
    [EVERYBODY, 'step code text attempts since'],
    [STAFF, 'message runbook'],
  ],
  OrderStarting: [[EVERYBODY, 'changeId state settled']],
  WaitingForSecondPerson: [[EVERYBODY, 'grantId status']],
  EventPreview: [
    [
      EVERYBODY,
      `changeId event sequence state needsSecondPerson leadsTo leadsTo.state leadsTo.settled leadsTo.done
      leadsTo.headline leadsTo.waits path steps steps.step steps.text steps.movesMoney steps.callsOutside
      undecided movesMoney callsOutside mails clears clears.step clears.code text`,
    ],
  ],
  Assigned: [[EVERYBODY, 'changeId assignee']],
  OpenRequests: [[EVERYBODY, 'items']],
  OpenRequest: [
    [
      EVERYBODY,
      `grantId changeId event label reasonCode reason evidence requestedBy requestedAt expiresAt order preview
      objection movedSince mayApprove whyNot closed ended`,
    ],
  ],
  ClosedAs: [[EVERYBODY, 'as by at reason']],
  ActEnd: [[EVERYBODY, 'as text at']],
  TakenNext: [[EVERYBODY, 'order']],
  StaffList: [[EVERYBODY, 'items']],
  Staff: [[EVERYBODY, 'userId name role']],
  RequestClosed: [[EVERYBODY, 'grantId status']],
  NoteWritten: [[EVERYBODY, 'changeId noteId at']],
  SupportItemList: [[EVERYBODY, 'items next']],
  SupportItem: [[EVERYBODY, 'key kind text subscriptionId facts openedAt runbook']],
  SupportItemClosed: [[EVERYBODY, 'key status']],
  RunbookAdvice: [[EVERYBODY, 'code title steps means check press customer money']],
  RunbookStep: [[EVERYBODY, 'step text money']],
  RunbookPart: [[EVERYBODY, 'kind text event section']],
  RunbookPress: [[EVERYBODY, 'steps text events']],
  RunbookEvent: [[EVERYBODY, 'type label by']],
  ActUnderWay: [[EVERYBODY, 'changeId status']],
  TaxRecord: [
    [
      EVERYBODY,
      `decisions decisions.quoteId decisions.at decisions.decision amendments amendments.amendmentId
      amendments.quoteId amendments.at amendments.decision amendments.credit checks checks.evidenceId
      checks.at checks.typed checks.vatNumber checks.outcome checks.code
      checks.registerCode checks.evidence`,
    ],
  ],
  TaxDecision: [
    [EVERYBODY, 'rule kind taxCountry percent mention reviews rateTableVersion evidenceId input input.date'],
  ],
  VatEvidence: [[EVERYBODY, 'register requester checkedAt consultationNumber requestDate rawAnswer clientVersion']],
  PaymentLink: [[EVERYBODY, 'url expiresAt']],
  QuoteLink: [[PAYERS, 'url expiresAt quoteId']],
  QuoteLinkState: [[PAYERS, 'mayBeMade link']],
  PaymentSetupPage: [[EVERYBODY, 'setupId url expiresAt']],
  PaymentSetupOutcome: [[EVERYBODY, 'setupId status text url order']],
  PaymentCalls: [[EVERYBODY, 'items']],
  PaymentCall: [[EVERYBODY, 'kind reference status code amount minorUnits currency gatewayReference grantId at']],
  ReceiptList: [[EVERYBODY, 'items next']],
  ReceiptListItem: [[EVERYBODY, 'changeId reference date writtenAt total dueToday changes href']],
  OrderList: [[EVERYBODY, 'items next']],
  OrderListItem: [
    [
      EVERYBODY,
      `changeId accountId accountName products subscriptionIds state headline waits stuck route done dueToday country
      gateway inStateSince nextTimerAt sequence updatedAt`,
    ],
    [STAFF, 'assignee'],
  ],
  Timeline: [[EVERYBODY, 'changeId items next']],
  TimelineMove: [[EVERYBODY, 'kind at text importance event label from to']],
  TimelineAttempt: [[STAFF, 'kind at text importance step attempts from to firstAt lastAt code']],
  TimelinePayment: [[STAFF, 'kind at text importance call status code amount reference gatewayReference']],
  TimelineInbound: [[STAFF, 'kind at text importance source eventId type status']],
  TimelineMail: [[STAFF, 'kind at text importance key mail status recipientId mayResend']],
  TimelineReminder: [[STAFF, 'kind at text importance key status recipientId mayResend subscriptionId']],
  TimelineNote: [[STAFF, 'kind at text importance noteId note authorId role']],
  TimelineDeed: [[STAFF, 'kind at text importance action label actorId role facts']],
  BulkPreview: [
    [
      EVERYBODY,
      `event label total asked needsSecondPerson outcomes outcomes.outcome outcomes.count outcomes.state
      outcomes.movesMoney outcomes.text`,
    ],
  ],
  Bulk: [
    [
      EVERYBODY,
      `bulkId status event label reasonCode reason requestedBy approvedBy filter perMinute requestedAt expiresAt
      endedAt total counts counts.waiting counts.done counts.refused counts.skipped counts.failed
      counts.leftState counts.stuckAgain counts.underWay`,
    ],
  ],
  BulkList: [[EVERYBODY, 'items']],
  BulkItemList: [[EVERYBODY, 'items next']],
  BulkItem: [
    [EVERYBODY, 'changeId seenState effect result result.status result.code result.text result.state result.at'],
  ],
  ChangeCounts: [
    [EVERYBODY, 'count exact text waits waits.waits waits.count waits.exact waits.text codes'],
    [STAFF, 'desk'],
  ],
  CodeCount: [[EVERYBODY, 'code title step count exact text since']],
  Counted: [[EVERYBODY, 'count exact text']],
  DeskCounts: [[STAFF, 'requests items inbound mails bulks mine seatFollowUps']],
  SearchResult: [[EVERYBODY, 'items items.foundBy items.order more']],
  SavedViewList: [
    [
      EVERYBODY,
      `items items.viewId items.name items.query items.query.state items.query.waits items.query.stuck
      items.query.code items.query.step items.query.country items.query.currency items.query.amount
      items.query.gateway items.query.accountId items.query.subscriptionId items.query.open
      items.query.unassigned items.query.assignee items.query.sort items.query.updatedSince
      items.query.inStateBefore items.query.timerBefore`,
    ],
  ],
  SubscriptionView: [
    [
      EVERYBODY,
      `accountId productId tierId seats frequency status endsOn pausesOn resumesOn currency period periodStartsAt anchorDay anchorDate
      version subscriptionId names names.product names.tier statusToday assignedSeats freeSeats newSeats`,
    ],
    [BUYERS_AND_STAFF, 'billedLines nextBill noBill openOrder agreedChange'],
  ],
  SubscriptionList: [[EVERYBODY, 'items next']],
  SubscriptionListItem: [
    [
      EVERYBODY,
      `accountId productId tierId seats frequency status endsOn pausesOn resumesOn currency period periodStartsAt
      subscriptionId names names.product names.tier statusToday assignedSeats freeSeats newSeats`,
    ],
    [BUYERS_AND_STAFF, 'nextBill noBill openOrder agreedChange'],
  ],
  NextBill: [[EVERYBODY, 'date terms net vat total vatTreatment']],
  NoBill: [[EVERYBODY, 'code text']],
  OpenOrder: [[EVERYBODY, 'changeId state headline']],
  AgreedChange: [[EVERYBODY, 'changeId effectiveDate text']],
  AccountList: [[EVERYBODY, 'items next']],
  AccountListItem: [[EVERYBODY, 'accountId name kind locale timeZone role']],
  AccountView: [
    [EVERYBODY, 'accountId name kind locale timeZone role'],
    [BUYERS_AND_STAFF, 'billing'],
  ],
  AccountBilling: [
    [EVERYBODY, 'currency country vatNumber hasPaymentDetails pastDue openInvoicesUrl openInvoices balance'],
  ],
  InvoiceToPay: [[EVERYBODY, 'reference amount dueOn']],
  CatalogueProduct: [[EVERYBODY, 'productId name currency date tiers']],
  CatalogueTier: [[EVERYBODY, 'tierId name rank comparison seats seats.min seats.max seats.step prices']],
  CataloguePrice: [[EVERYBODY, 'frequency bands bands.fromSeats bands.unitPrice endsOn']],
  BilledLine: [[EVERYBODY, 'lineId period startsAt amount credited paid vatPercent vatTreatment invoiceNumber']],
  LineVatTreatment: [[EVERYBODY, 'kind country rule mention evidenceId']],
  LedgerPage: [[EVERYBODY, 'accountId balance items next']],
  LedgerEntry: [[EVERYBODY, 'sequence kind text reference changeId amount balanceAfter at']],
  CartView: [[EVERYBODY, 'currency items version accountId']],
  CartItem: [[EVERYBODY, 'itemId description amount']],
  SeatList: [[EVERYBODY, 'bought assigned free items items.userId items.name items.assignedAt next']],
  SeatResults: [[EVERYBODY, 'bought assigned free results']],
  SeatResult: [[EVERYBODY, 'userId result text']],
  AccountPeople: [[EVERYBODY, 'items next']],
  MailStanding: [[EVERYBODY, 'state since']],
  AccountPerson: [
    [EVERYBODY, 'personId name mailAddress roles hasSeat'],
    [READERS_OF_PEOPLE, 'mail remindersStoppedAt'],
  ],
  SeatFollowUp: [
    [EVERYBODY, 'subscriptionId state done bought assigned remindersSent nextReminderAt stuck sequence allowedEvents'],
  ],
  OpenSeatFollowUps: [[EVERYBODY, 'items next']],
  OpenSeatFollowUp: [
    [
      EVERYBODY,
      `subscriptionId accountId accountName product bought assigned free remindersSent nextReminderAt exhausted openedAt`,
    ],
  ],
  ApiKeyList: [[EVERYBODY, 'items more']],
  ApiKey: [[EVERYBODY, 'keyId name role userId createdAt lastUsedAt expiresAt']],
  Stored: [[EVERYBODY, 'status version']],
  PersonStored: [[EVERYBODY, 'status asOf']],
  Person: [[EVERYBODY, 'personId name mailAddress locale hasLeft accountIds asOf mail remindersStoppedAt']],
  PolicyGap: [[EVERYBODY, 'axis choice favours text']],
  SettingsInForce: [[EVERYBODY, 'version changedAt changedBy settings policyGaps']],
  Settings: [
    [
      EVERYBODY,
      `quoteValidityMinutes policy whenToBill negativeTotal minimumCharges placeOnPending vatPolicy
      vatConfirmationDays vatRecheckDelays seller customers customersMayDefer fulfilment fulfilmentDays
      sameMomentSeconds reminderDelays answerHours idleDays branding billingCentreUrl openInvoicesUrl supportMail`,
    ],
  ],
  Seller: [[EVERYBODY, 'country vatNumber oss registrations thresholds']],
  Thresholds: [[EVERYBODY, 'euCrossBorder switzerland norway']],
  Fulfilment: [[EVERYBODY, 'standard corporate']],
  SupportMail: [[EVERYBODY, 'address locale stuckMinutes deskUrl']],
  Branding: [[EVERYBODY, 'name color logo address replyTo']],
  SettingsHistory: [[EVERYBODY, 'items next']],
  SettingsVersion: [[EVERYBODY, 'version at by requestedBy reasonCode reason changes']],
  SettingChange: [[EVERYBODY, 'field before after']],
  TaskQueueList: [[EVERYBODY, 'items']],
  TaskQueue: [[EVERYBODY, 'queue kind asking lastSeenAt workers']],
  Worker: [[EVERYBODY, 'identity lastSeenAt']],
  Health: [
    [
      EVERYBODY,
      `readAt version build setup setup.missing setup.warnings unset queues oldest oldest.mail oldest.inboundEvent
      oldest.unknownPayment oldest.stuckOrder inspections`,
    ],
  ],
  QueueStanding: [[EVERYBODY, 'kind workerSeenAt backlog backlogAgeSeconds']],
  Inspection: [[EVERYBODY, 'name at findings']],
  InboundEventList: [
    [
      EVERYBODY,
      `items waiting waiting.received waiting.parked waiting.dead deliveries deliveries.accepted
      deliveries.repeated deliveries.altered deliveries.refused deliveries.unknown_type`,
    ],
  ],
  InboundEvent: [
    [EVERYBODY, 'source eventId type reference gatewayReference status attempts nextAttemptAt receivedAt'],
  ],
  AuditPage: [[EVERYBODY, 'items next']],
  AuditEntry: [
    [
      EVERYBODY,
      `sequence at actorId role action label changeId before before.state before.sequence after after.state
      after.sequence facts previousHash hash`,
    ],
  ],
  MailList: [[EVERYBODY, 'items']],
  Mail: [[EVERYBODY, 'key kind accountId recipientId locale subject body html status at sentAt']],
  SentMailList: [[EVERYBODY, 'items next']],
  SentMail: [
    [
      EVERYBODY,
      `key kind label changeId accountId accountName recipientId status attempts nextAt code text at givenUpAt sentAt
      mayResend`,
    ],
  ],
  MailResent: [[EVERYBODY, 'key status']],
};

/** @returns undefined for a field that has no row */
export function readersOf(schema: string, field: string): readonly Role[] | undefined {
  return (READERS[schema] ?? []).find(([, fields]) => fields.split(/\s+/).includes(field))?.[0];
}
