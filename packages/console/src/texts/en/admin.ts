/** What more than one page for administrators says. */
export const admin = {
  action: 'Action',
  state: 'State',
  enabled: 'Enabled',
  disabled: 'Disabled',
  disable: 'Disable',
  enable: 'Enable',
  delete: 'Delete',
  remove: 'Remove',
  edit: 'Edit',
  created: 'Created',
  changed: 'Changed',
  ending: 'Disable or delete',
  forGood: 'This cannot be undone.',
  client: 'Client',
  commandLine: 'Command line',
  server: 'The server',
} as const;
