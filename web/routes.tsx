import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { wishInAddress } from './billing/change/wish';
import { FailedPage } from './shell/failed-page';
import { NotFoundPage } from './shell/not-found-page';
import { Shell } from './shell/shell';

/** Every screen by its address; each is downloaded when somebody goes there. */

const root = createRootRoute({ component: Shell });

const billingHome = createRoute({
  getParentRoute: () => root,
  path: '/billing',
  component: lazyRouteComponent(() => import('./billing/home/home'), 'BillingHome'),
});

const billingChange = createRoute({
  getParentRoute: () => root,
  path: '/billing/subscriptions/$subscriptionId/change',
  validateSearch: wishInAddress,
  component: lazyRouteComponent(() => import('./billing/change/change'), 'ChangeSubscription'),
});

/** Served to developers only. */
const styleguide = createRoute({
  getParentRoute: () => root,
  path: '/styleguide',
  component: lazyRouteComponent(() => import('./styleguide/styleguide'), 'Styleguide'),
});

export const newRouter = () =>
  createRouter({
    routeTree: root.addChildren([billingHome, billingChange, styleguide]),
    defaultNotFoundComponent: NotFoundPage,
    defaultErrorComponent: FailedPage,
    scrollRestoration: true,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof newRouter>;
  }
}
