/** What a client did, by day. */
export const usage = {
  title: 'Usage',
  lead: 'Days are those of UTC; the last one is today and still counting.',
  span: 'Time span',
  days_one: '{{count}} day',
  days_other: '{{count}} days',
  tokens: 'Access tokens',
  users: 'Users',
  mostUsers: 'Users on the busiest day',
  errors: 'Refused requests',
  tokensTitle: 'Access tokens by day',
  usersTitle: 'Users by day',
  usersLead: 'For whom it got a token on that day; each counts once.',
  errorsTitle: 'Refused requests by day',
  errorsLead: 'By the code on the wire. The trace says why.',
  noErrors: 'None. Everything that it asked for was in order.',
  otherErrors: 'others',
} as const;
