/** What other packages of this workspace may use of the server: to run it inside their own process. */
export { type App, type AppOptions, createApp } from './app.ts';
export { capabilities } from './capabilities.ts';
export { migrateStorage } from './cli/migrate-storage.ts';
export { loadConfig, readSettings } from './config/load.ts';
export { ConfigError } from './config/problems.ts';
export type { Config } from './config/schema.ts';
export type { Clock, Deps } from './deps.ts';
/** The look, for pages that are not the server's own. */
export { assets, iconPath, stylesheetPath } from './interaction/assets/index.ts';
export { serveAsset } from './interaction/assets/serve-asset.ts';
export type { HtmlPage } from './interaction/pages/html-page.ts';
export { type IconName, icon } from './interaction/pages/icons.ts';
export { pageResponse } from './interaction/pages/page-response.ts';
export { type StartView, startPage } from './interaction/pages/start.ts';
export { openDeps, type RunningServer, serve, systemClock } from './main.ts';
export { setUserRole } from './management/administrators.ts';
export { createClient, showClient, updateClient } from './management/clients.ts';
export { ManagementError } from './management/management-error.ts';
export { putResourceServer } from './management/resource-servers.ts';
export { putScope } from './management/scopes.ts';
export { createTenant } from './management/tenants.ts';
export { createUser, findUser } from './management/users.ts';
export { loadTenant } from './tenants/directory.ts';
export type { Tenant } from './tenants/tenant.ts';
