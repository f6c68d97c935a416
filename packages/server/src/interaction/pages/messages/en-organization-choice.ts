/** Where an app is installed: an organization that the user belongs to. */
export const organizationChoice = {
  legend: 'Which organization is it for?',
  only: 'For your organization',
  roles: {
    owner: 'You own it.',
    admin: 'You are an admin.',
    member: 'You are a member.',
  },
  installed: 'In use there',
  gives: 'If you allow it here, all its members may install it, too.',
  asks: 'An admin has to approve it first.',
  given: (app: string, organization: string) =>
    `You decide for everybody: if you allow it, all members of ${organization} may install ${app}, too.`,
  found: {
    title: 'For which organization?',
    lead: (app: string) =>
      `${app} works for an organization, such as your company or your team. You do not belong to one yet: name it, and it is yours.`,
    label: 'Name of your organization',
  },
  errors: {
    organization: {
      title: 'Choose one of your organizations.',
      body: 'You do not belong to the one that you chose, or not any more. Nothing was shared.',
    },
    organization_name: {
      title: 'Your organization needs a name.',
      body: 'Write a name of at most 80 characters.',
    },
    too_many: {
      title: 'You own as many organizations as one person may.',
      body: 'All of them are switched off. Ask whoever runs this service. Nothing was shared.',
    },
  },
  select: {
    heading: 'Choose an organization',
    lead: (app: string) => `${app} will work for the one that you choose, and for no other.`,
  },
  none: {
    heading: 'You need an organization first',
    body: (app: string, tenant: string) => [
      `${app} works for organizations on ${tenant}, and you do not belong to one yet.`,
      `If your company is on ${tenant} already, ask one of its admins to invite you. If not, ask ${tenant} to set it up.`,
    ],
    notYet: { title: 'Not yet.', body: 'You still belong to no organization.' },
  },
  ask: {
    headings: {
      missing: (app: string) => `Ask an admin to approve ${app}`,
      waiting: (app: string) => `${app} waits for an admin`,
      refused: (app: string) => `${app} was not approved`,
    },
    lead: (app: string, organization: string) =>
      `At ${organization}, members use only apps that an admin has approved for all that they ask for. ${app} is not approved for this.`,
    message: 'Message (optional)',
    messageHint: 'What you want to use it for.',
    send: 'Ask an admin',
    sent: { title: 'The admins have been told.', body: 'Come back once one of them has approved it.' },
    notYet: 'No admin has approved it so far.',
    refused: {
      title: 'An admin has said no.',
      body: 'Talk to them if you need it.',
      quote: (words: string) => `They say: “${words}”`,
    },
  },
  other: 'Choose another organization',
  lookAgain: 'Look again',
};
