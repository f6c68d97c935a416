import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  type RouteComponent,
} from '@tanstack/react-router';
import { Frame } from './frame/frame.tsx';
import { BrokenPage, NoPage } from './frame/no-page.tsx';

const root = createRootRoute({ component: Frame, notFoundComponent: NoPage, errorComponent: BrokenPage });

/** A page is loaded when somebody goes to it. */
function page<Path extends string>(path: Path, component: RouteComponent) {
  return createRoute({ getParentRoute: () => root, path, component });
}

/** Every page. A new one is a line here. */
const routes = [
  page('/', () => <Navigate to="/apps" replace />),
  page(
    '/apps',
    lazyRouteComponent(() => import('./pages/apps/apps.tsx'), 'Apps'),
  ),
  page(
    '/apps/new',
    lazyRouteComponent(() => import('./pages/apps/new-app.tsx'), 'NewApp'),
  ),
  page(
    '/apps/$app_id',
    lazyRouteComponent(() => import('./pages/apps/app.tsx'), 'App'),
  ),
  page(
    '/apps/$app_id/people',
    lazyRouteComponent(() => import('./pages/lifecycle/people.tsx'), 'People'),
  ),
  page(
    '/apps/$app_id/subscribers',
    lazyRouteComponent(() => import('./pages/lifecycle/subscribers.tsx'), 'Subscribers'),
  ),
  page(
    '/apps/$app_id/terms',
    lazyRouteComponent(() => import('./pages/lifecycle/terms.tsx'), 'Terms'),
  ),
  page(
    '/apps/$app_id/clients/new',
    lazyRouteComponent(() => import('./pages/clients/new-client.tsx'), 'NewClient'),
  ),
  page(
    '/clients',
    lazyRouteComponent(() => import('./pages/clients/clients.tsx'), 'Clients'),
  ),
  page(
    '/clients/$client_id',
    lazyRouteComponent(() => import('./pages/clients/client.tsx'), 'Client'),
  ),
  page(
    '/clients/$client_id/quickstart',
    lazyRouteComponent(() => import('./pages/quickstart/quickstart.tsx'), 'Quickstart'),
  ),
  page(
    '/clients/$client_id/trace',
    lazyRouteComponent(() => import('./pages/traces/client-trace.tsx'), 'ClientTrace'),
  ),
  page(
    '/clients/$client_id/playground',
    lazyRouteComponent(() => import('./pages/playground/playground.tsx'), 'Playground'),
  ),
  page(
    '/clients/$client_id/usage',
    lazyRouteComponent(() => import('./pages/usage/usage.tsx'), 'Usage'),
  ),
  page(
    '/traces',
    lazyRouteComponent(() => import('./pages/traces/traces.tsx'), 'Traces'),
  ),
  page(
    '/traces/$trace_id',
    lazyRouteComponent(() => import('./pages/traces/trace.tsx'), 'OneTrace'),
  ),
  page(
    '/tenant',
    lazyRouteComponent(() => import('./pages/admin/tenant/tenant.tsx'), 'Tenant'),
  ),
  page(
    '/tenant/settings/$group',
    lazyRouteComponent(() => import('./pages/admin/tenant/tenant-settings.tsx'), 'TenantSettings'),
  ),
  page(
    '/tenants',
    lazyRouteComponent(() => import('./pages/admin/tenants/tenants.tsx'), 'Tenants'),
  ),
  page(
    '/tenants/new',
    lazyRouteComponent(() => import('./pages/admin/tenants/new-tenant.tsx'), 'NewTenant'),
  ),
  page(
    '/tenants/$name',
    lazyRouteComponent(() => import('./pages/admin/tenant/tenant.tsx'), 'Tenant'),
  ),
  page(
    '/tenants/$name/settings/$group',
    lazyRouteComponent(() => import('./pages/admin/tenant/tenant-settings.tsx'), 'TenantSettings'),
  ),
  page(
    '/users',
    lazyRouteComponent(() => import('./pages/admin/users/users.tsx'), 'Users'),
  ),
  page(
    '/users/new',
    lazyRouteComponent(() => import('./pages/admin/users/new-user.tsx'), 'NewUser'),
  ),
  page(
    '/users/$sub',
    lazyRouteComponent(() => import('./pages/admin/users/user.tsx'), 'User'),
  ),
  page(
    '/organizations',
    lazyRouteComponent(() => import('./pages/admin/organizations/organizations.tsx'), 'Organizations'),
  ),
  page(
    '/organizations/$org_id',
    lazyRouteComponent(() => import('./pages/admin/organizations/organization.tsx'), 'Organization'),
  ),
  page(
    '/review',
    lazyRouteComponent(() => import('./pages/admin/review/review.tsx'), 'Review'),
  ),
  page(
    '/review/$app_id',
    lazyRouteComponent(() => import('./pages/admin/review/review-app.tsx'), 'ReviewApp'),
  ),
  page(
    '/apis',
    lazyRouteComponent(() => import('./pages/admin/apis/apis.tsx'), 'Apis'),
  ),
  page(
    '/keys',
    lazyRouteComponent(() => import('./pages/admin/keys/keys.tsx'), 'Keys'),
  ),
  page(
    '/providers',
    lazyRouteComponent(() => import('./pages/admin/providers/providers.tsx'), 'Providers'),
  ),
  page(
    '/providers/new',
    lazyRouteComponent(() => import('./pages/admin/providers/new-provider.tsx'), 'NewProvider'),
  ),
  page(
    '/providers/$provider_id',
    lazyRouteComponent(() => import('./pages/admin/providers/provider.tsx'), 'Provider'),
  ),
  page(
    '/deliveries',
    lazyRouteComponent(() => import('./pages/admin/deliveries/deliveries.tsx'), 'Deliveries'),
  ),
  page(
    '/audit',
    lazyRouteComponent(() => import('./pages/admin/audit/audit.tsx'), 'Audit'),
  ),
  page(
    '/audit/verification',
    lazyRouteComponent(() => import('./pages/admin/audit/audit-whole.tsx'), 'AuditWhole'),
  ),
  page(
    '/health',
    lazyRouteComponent(() => import('./pages/admin/health/health.tsx'), 'Health'),
  ),
  page(
    '/deployment-check',
    lazyRouteComponent(() => import('./pages/admin/check/deployment-check.tsx'), 'DeploymentCheck'),
  ),
  page(
    '/reference',
    lazyRouteComponent(() => import('./pages/reference/reference.tsx'), 'Reference'),
  ),
] as const;

export function makeRouter(basepath: string) {
  return createRouter({
    routeTree: root.addChildren(routes),
    basepath,
    defaultPreload: 'intent',
    defaultPendingMs: 400,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
