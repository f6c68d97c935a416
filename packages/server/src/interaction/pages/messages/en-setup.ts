/** Becoming an operator with the link that the command line printed. */
export const setup = {
  heading: 'Set up your administrator',
  lead: (tenant: string) =>
    `Nobody administers this installation yet. The account that you make here may do everything, in ${tenant} and beyond.`,
  submit: 'Create administrator',
  addAnother: {
    heading: 'Make an administrator',
    lead: (tenant: string) =>
      `The account that you make here may do everything, in ${tenant} and beyond. Those who administer already keep their accounts.`,
  },
  restore: {
    heading: 'Back into your account',
    lead: 'Choose a new password. You are signed out everywhere else, and may administer everything.',
    submit: 'Set password',
  },
  emailHint: 'You sign in with it. Nothing is sent there now.',
  taken: {
    title: 'This address is in use.',
    body: 'A user has it already. Type another address, or give that user the role on the command line:',
  },
};
