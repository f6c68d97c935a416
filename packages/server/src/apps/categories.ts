/** What the directory sorts apps into. A fixed list, so that each has a name in every language. */
export const APP_CATEGORIES = [
  'accounting',
  'analytics',
  'commerce',
  'communication',
  'customers',
  'developer_tools',
  'documents',
  'education',
  'finance',
  'marketing',
  'people',
  'productivity',
  'security',
  'other',
] as const;
export type AppCategory = (typeof APP_CATEGORIES)[number];
