import type { Deps } from '../deps.ts';
import type { ReviewOutcome } from '../interaction/pages/mail-letter.ts';
import { canMail } from '../mail/can-mail.ts';
import { composeMail } from '../mail/compose.ts';
import { mailLocaleOf } from '../mail/mail-locale.ts';
import type { MailRecord } from '../storage/account-records.ts';
import type { AppRecord } from '../storage/app-records.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** So many of an app's developers get a mail at most. */
const MAX_DEVELOPERS = 50;

/** What became of the app, for each of its developers in their language. `message`: in the words of who decided; may be empty. */
export async function reviewMails(
  deps: Pick<Deps, 'config' | 'storage' | 'sealer' | 'random' | 'clock'>,
  tenant: Tenant,
  { app, outcome, message }: { app: AppRecord; outcome: ReviewOutcome; message: string },
): Promise<MailRecord[]> {
  // Without mail they see it in the console.
  if (!canMail(deps.config)) return [];
  const facts = {
    app: app.name,
    outcome,
    link: `${tenant.issuer}/console/apps/${app.app_id}`,
    ...(message === '' ? {} : { message }),
  };
  const page = { after: null, limit: MAX_DEVELOPERS };
  const developers = await deps.storage.apps.people(app, ['owner', 'developer'], page);
  return developers
    .filter(({ disabled_at }) => disabled_at === null)
    .map((developer) =>
      composeMail(deps, tenant, {
        to: developer.email,
        locale: mailLocaleOf(tenant, developer),
        template: 'app_review',
        facts,
      }),
    );
}
