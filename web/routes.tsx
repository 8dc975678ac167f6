import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  parseSearchWith,
  stringifySearchWith,
} from '@tanstack/react-router';
import { wishInAddress } from './billing/change/wish';
import { setupInAddress } from './billing/payment-details/setup-in-address';
import { downloadDeskWords } from './desk/words/desk-words';
import { downloadChartWords } from './shared/statechart/chart-words';
import { downloadChart } from './shared/statechart/load';
import { FailedPage } from './shell/failed-page';
import { NotFoundPage } from './shell/not-found-page';
import { Shell } from './shell/shell';

/** Every screen by its address; each is downloaded when somebody goes there. */

interface Search {
  /** The account that a screen is about, where there are several. */
  account?: string;
}

const root = createRootRoute({
  component: Shell,
  validateSearch: ({ account }: Record<string, unknown>): Search =>
    // An id of figures alone comes as a number.
    typeof account === 'string' || typeof account === 'number' ? { account: String(account) } : {},
});

const billingHome = createRoute({
  getParentRoute: () => root,
  path: '/billing',
  component: lazyRouteComponent(() => import('./billing/home/home'), 'BillingHome'),
});

const billingOrders = createRoute({
  getParentRoute: () => root,
  path: '/billing/orders',
  component: lazyRouteComponent(() => import('./billing/orders/orders'), 'Orders'),
});

const billingOrder = createRoute({
  getParentRoute: () => root,
  path: '/billing/orders/$changeId',
  validateSearch: setupInAddress,
  component: lazyRouteComponent(() => import('./billing/order/order'), 'Order'),
});

const billingBalance = createRoute({
  getParentRoute: () => root,
  path: '/billing/balance',
  component: lazyRouteComponent(() => import('./billing/balance/balance'), 'Balance'),
});

const billingSeats = createRoute({
  getParentRoute: () => root,
  path: '/billing/subscriptions/$subscriptionId/seats',
  component: lazyRouteComponent(() => import('./billing/seats/seats'), 'Seats'),
});

const billingChange = createRoute({
  getParentRoute: () => root,
  path: '/billing/subscriptions/$subscriptionId/change',
  validateSearch: wishInAddress,
  component: lazyRouteComponent(() => import('./billing/change/change'), 'ChangeSubscription'),
});

const desk = createRoute({
  getParentRoute: () => root,
  path: '/desk',
  component: lazyRouteComponent(() => {
    downloadDeskWords();
    return import('./desk/desk');
  }, 'Desk'),
});

const deskScreen = <Path extends string>(path: Path, component: ReturnType<typeof lazyRouteComponent>) =>
  createRoute({ getParentRoute: () => desk, path, component });

const deskScreens = [
  deskScreen(
    '/',
    lazyRouteComponent(() => import('./desk/queue/queue'), 'Queue'),
  ),
  deskScreen(
    '/orders/$changeId',
    lazyRouteComponent(() => {
      downloadChartWords();
      downloadChart();
      return import('./desk/order/order');
    }, 'DeskOrder'),
  ),
  deskScreen(
    '/hand-overs',
    lazyRouteComponent(() => import('./desk/hand-overs/hand-overs'), 'HandOvers'),
  ),
  deskScreen(
    '/requests',
    lazyRouteComponent(() => import('./desk/requests/requests'), 'Requests'),
  ),
  deskScreen(
    '/items',
    lazyRouteComponent(() => import('./desk/items/items'), 'SupportItems'),
  ),
  deskScreen(
    '/seats',
    lazyRouteComponent(() => import('./desk/seats/seats'), 'SeatFollowUps'),
  ),
  deskScreen(
    '/inbound',
    lazyRouteComponent(() => import('./desk/inbound/inbound'), 'InboundEvents'),
  ),
  deskScreen(
    '/mails',
    lazyRouteComponent(() => import('./desk/mails/mails'), 'MailsGivenUp'),
  ),
  deskScreen(
    '/bulk',
    lazyRouteComponent(() => import('./desk/bulk/bulk'), 'Bulks'),
  ),
  deskScreen(
    '/bulk/$bulkId',
    lazyRouteComponent(() => import('./desk/bulk/bulk-run'), 'BulkRun'),
  ),
  deskScreen(
    '/audit',
    lazyRouteComponent(() => import('./desk/audit/audit'), 'Audit'),
  ),
  deskScreen(
    '/operators',
    lazyRouteComponent(() => import('./desk/operators/operators'), 'Operators'),
  ),
] as const;

/** Served to developers only. */
const styleguide = createRoute({
  getParentRoute: () => root,
  path: '/styleguide',
  component: lazyRouteComponent(() => import('./styleguide/styleguide'), 'Styleguide'),
});

export const newRouter = () =>
  createRouter({
    routeTree: root.addChildren([
      billingHome,
      billingOrders,
      billingOrder,
      billingBalance,
      billingSeats,
      billingChange,
      desk.addChildren(deskScreens),
      styleguide,
    ]),
    defaultNotFoundComponent: NotFoundPage,
    defaultErrorComponent: FailedPage,
    scrollRestoration: true,
    // What an address says is text as it stands there, and never JSON.
    parseSearch: parseSearchWith(String),
    stringifySearch: stringifySearchWith(String),
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof newRouter>;
  }
}
