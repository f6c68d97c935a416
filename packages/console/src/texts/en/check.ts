/** The deployment check. */
export const check = {
  title: 'Deployment check',
  lead: 'Everything that deviates from OAuth 2.1, RFC 9700 and what the server itself advises.',
  fine: 'Nothing to complain about',
  fineLead: 'Nothing was found that had better be otherwise. Look again after changes.',
  severity: { error: 'Errors', warning: 'Warnings', notice: 'Notices' },
  severityLead: {
    error: 'These break what a specification or the server itself demands.',
    warning: 'A specification advises against these, or something will stop working.',
    notice: 'These are laxer than need be.',
  },
  finding: 'What was found',
  remedy: 'What to do',
  where: 'Where',
  subject: { installation: 'Installation', tenant: 'Tenant', client: 'Client' },
  more: 'Not all clients are checked yet.',
} as const;
