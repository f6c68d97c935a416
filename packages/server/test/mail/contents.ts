import type { MailContent } from '../../src/mail/content.ts';

const AT = 1_800_000_000;
const link = { link: 'https://id.example/acme/link?ticket=s3cr3t&x=1', expires_at: AT + 3_600 };
const occasion = {
  at: AT,
  device: 'Firefox on Windows',
  address: '192.0.2.7',
  link: 'https://id.example/acme/account/security',
};

/** One mail of each template. */
export const contents: readonly MailContent[] = [
  { template: 'verify_email', facts: link },
  { template: 'reset_password', facts: link },
  { template: 'change_email', facts: link },
  { template: 'sign_up', facts: link },
  { template: 'sign_in_link', facts: { ...link, code: '024680' } },
  { template: 'invitation', facts: { ...link, invited_by: 'Grace Hopper' } },
  {
    template: 'sign_up_exists',
    facts: { sign_in_link: 'https://id.example/acme/sign-in', recovery_link: 'https://id.example/acme/recover' },
  },
  { template: 'new_sign_in', facts: occasion },
  { template: 'password_changed', facts: occasion },
  { template: 'email_changed', facts: occasion },
  { template: 'factor_added', facts: { ...occasion, factor: 'passkey', name: 'Blue key' } },
  { template: 'factor_removed', facts: { at: AT, factor: 'totp' } },
  { template: 'factors_reset', facts: { at: AT } },
  { template: 'account_deleted', facts: { at: AT } },
  { template: 'operator_recovery', facts: { at: AT } },
  { template: 'operator_recovery', facts: { at: AT, name: 'ada@example.com' } },
  {
    template: 'app_requested',
    facts: {
      ...{ app: 'Engine Notes', organization: 'Analytical Engines Ltd', member: 'Ada Lovelace' },
      ...{ email: 'ada@example.com', message: 'For the weekly report.' },
      link: 'https://id.example/acme/account/organizations/org_1/apps',
    },
  },
  {
    template: 'app_approved',
    facts: { app: 'Engine Notes', organization: 'Analytical Engines Ltd', message: 'For all of us.' },
  },
  { template: 'app_refused', facts: { app: 'Engine Notes', organization: 'Analytical Engines Ltd' } },
  {
    template: 'app_review',
    facts: {
      ...{ app: 'Engine Notes', outcome: 'returned', message: 'The icon shows the logo of somebody else.' },
      link: 'https://id.example/acme/console/apps/papp_1',
    },
  },
  {
    template: 'organization_invitation',
    facts: { ...link, organization: 'Analytical Engines Ltd', invited_by: 'Grace Hopper' },
  },
];
