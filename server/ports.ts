import type { Store } from '../store/index';

/** What the server uses of the store. Tests and other stores only need this much. */
export interface ServerStore {
  apiKeys: Pick<Store['apiKeys'], 'find' | 'list' | 'listPeople' | 'noteUsed'>;
  idempotency: Pick<Store['idempotency'], 'claim' | 'keep' | 'release' | 'reopen'>;
  accounts: Pick<Store['accounts'], 'find' | 'put' | 'list' | 'listNames' | 'listIdsByName' | 'listOfPerson' | 'letGo'>;
  subscriptions: Pick<Store['subscriptions'], 'find' | 'findHeld' | 'list' | 'listHeld' | 'put' | 'areKept'>;
  products: Pick<Store['products'], 'find' | 'listNames' | 'put'>;
  carts: Pick<Store['carts'], 'find' | 'put' | 'putBack'>;
  people: Pick<
    Store['people'],
    'find' | 'list' | 'listLeft' | 'listOfAccount' | 'record' | 'noteTrouble' | 'trustAddress' | 'stopReminders'
  >;
  orders: Omit<
    Store['orders'],
    | ('project' | 'correct' | 'listIdle' | 'noteAskedToExpire')
    | ('listEnded' | 'listOpen' | 'listUnlookedFor' | 'noteLookedFor')
  >;
  bulks: Pick<Store['bulks'], 'open' | 'find' | 'list' | 'move' | 'results' | 'counts' | 'countUnfinished'>;
  savedViews: Store['savedViews'];
  sessions: Store['sessions'];
  staff: Omit<Store['staff'], 'removeOlderThan'>;
  grants: Pick<
    Store['grants'],
    'find' | 'request' | 'approve' | 'reject' | 'listOpen' | 'listUnused' | 'countOpen' | 'use'
  >;
  audit: Pick<Store['audit'], 'append' | 'find' | 'listOfChange' | 'listSpan'>;
  seats: Store['seats'];
  seatFollowUps: Pick<Store['seatFollowUps'], 'list' | 'count' | 'stop' | 'endExhausted'>;
  supportItems: Pick<Store['supportItems'], 'open' | 'find' | 'close' | 'listOpen' | 'countOpen'>;
  orderNotes: Store['orderNotes'];
  ledger: Pick<Store['ledger'], 'head' | 'list' | 'listLatest'>;
  payments: Pick<Store['payments'], 'unknown' | 'findByReference' | 'findByGatewayReference' | 'listOfChange'>;
  paymentSetups: Omit<Store['paymentSetups'], 'forgetToken' | 'removeOlderThan'>;
  quotes: Pick<Store['quotes'], 'listOfChange'>;
  quoteLinks: Omit<Store['quoteLinks'], 'removeOlderThan'>;
  vatEvidence: Pick<Store['vatEvidence'], 'latestValid' | 'listOfChange'>;
  taxAmendments: Pick<Store['taxAmendments'], 'listOfChange'>;
  settings: Store['settings'];
  usage: Pick<Store['usage'], 'count' | 'settle'>;
  outbox: Pick<
    Store['outbox'],
    | 'find'
    | 'findByLetterId'
    | 'list'
    | 'oldestWaiting'
    | 'listOfStatus'
    | 'countGivenUp'
    | 'listUnder'
    | 'noteReturned'
    | 'sendAgain'
  >;
  inboundEvents: Omit<Store['inboundEvents'], 'list' | 'removeOlderThan'>;
  leases: Pick<Store['leases'], 'hold' | 'release' | 'upTo'>;
  inspections: Pick<Store['inspections'], 'list'>;
  judge: Store['judge'];
  ping(): Promise<void>;
}
