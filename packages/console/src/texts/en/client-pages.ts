/** The pages about one client, and about one app. */
export const clientPages = {
  pages: 'About this client',
  settings: 'Settings',
  quickstart: 'Quickstart',
  trace: 'Trace',
  usage: 'Usage',
  playground: 'Playground',
} as const;
