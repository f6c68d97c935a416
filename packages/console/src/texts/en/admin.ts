/** What more than one page for administrators says. */
export const admin = {
  action: 'Action',
  state: 'State',
  enabled: 'Enabled',
  disabled: 'Disabled',
  remove: 'Remove',
  edit: 'Edit',
  created: 'Created',
  changed: 'Changed',
  client: 'Client',
  commandLine: 'Command line',
  server: 'The server',
} as const;
