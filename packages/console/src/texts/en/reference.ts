/** The reference of the management API. */
export const reference = {
  title: 'API reference',
  lead: 'Everything the console does, your programs can do as well. What you try out here is done as you, and for real.',
} as const;
