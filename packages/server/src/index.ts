/** What other packages of this workspace may use of the server: to run it inside their own process. */
export { type App, type AppOptions, createApp } from './app.ts';
export type { Deps } from './deps.ts';
export { openDeps, type RunningServer, serve, systemClock } from './main.ts';
