/** What clients were told: webhooks and logouts. */
export const deliveries = {
  title: 'Deliveries',
  lead: 'What clients were told in the last 30 days, and whether they heard it. The newest first.',
  kind: { backchannel_logout: 'Back-channel logout', webhook: 'Webhook' },
  state: 'State',
  stateName: { delivered: 'Delivered', waiting: 'Waiting', 'given up': 'Given up' },
  attempts: 'Attempts',
  answer: 'Last answer',
  noAnswer: 'none yet',
  next: 'Next attempt',
  when: 'When',
  retry: 'Send again',
  empty: 'Nothing was delivered',
  emptyLead:
    'When a user signs out or uninstalls an app, clients that asked for it are told. Here you see how that went.',
} as const;
