import { day } from './en-times.ts';

/** The terms of an app, and the directory of apps. Times are NumericDates. */
export const appPages = {
  appTerms: {
    heading: (app: string) => `Terms of ${app}`,
    lead: (app: string) => `Those who make ${app} want you to agree to this before you go on.`,
    changed: { title: 'The terms have changed.', body: 'You agreed to an earlier version.' },
    version: (version: number, at: number) => `Version ${version}, ${day(at)}`,
    text: 'Text of the terms',
    read: 'Read the terms',
    noted: 'If you agree, we note that you did, and when.',
    accept: 'Agree and go on',
    decline: 'Do not agree',
    accepted: (version: number, at: number) => `You agreed to version ${version} of its terms on ${day(at)}`,
  },
  directory: {
    heading: 'Apps',
    lead: (tenant: string) => `These work with ${tenant}, and ${tenant} has reviewed them.`,
    search: 'Search',
    submit: 'Find',
    empty: { title: 'There is no app yet', body: 'Once an app has been reviewed, it stands here.' },
    nothing: {
      title: (words: string) => `Nothing matches ${words}`,
      body: 'Try another word, or look at all of them.',
    },
    all: 'Show all apps',
    more: 'Show more apps',
    about: (app: string) => `More about ${app}`,
    categories: {
      accounting: 'Accounting',
      analytics: 'Analysis',
      commerce: 'Shops',
      communication: 'Communication',
      customers: 'Customers',
      developer_tools: 'Developer tools',
      documents: 'Documents',
      education: 'Education',
      finance: 'Money',
      marketing: 'Advertising',
      people: 'People and teams',
      productivity: 'Getting things done',
      security: 'Security',
      other: 'Other',
    },
  },
};
