import { type AccountContent, type AccountFrame, accountPage } from './account-layout.ts';
import type { HtmlPage } from './html-page.ts';
import { type Messages, messagesFor } from './messages/index.ts';
import { caution, success } from './notice.ts';
import type { OrganizationView } from './organizations.ts';
import { plainName } from './untrusted.ts';

/** A page below that of an organization. */
export function organizationSubpage(
  frame: AccountFrame,
  { name, url }: OrganizationView,
  content: Omit<AccountContent, 'current'>,
): HtmlPage {
  return accountPage(frame, { parent: { url, label: plainName(name) }, ...content, current: 'organizations' });
}

/** What was just done, where the page has words for it. */
export function doneNotice({ done, locale }: AccountFrame): HtmlPage | undefined {
  const words: Messages['organizations']['done'] = messagesFor(locale).organizations.done;
  if (done === null || !Object.hasOwn(words, done)) return undefined;
  const { title, body } = words[done as keyof typeof words];
  return done === 'last_owner' || done === 'unknown' ? caution(title, body) : success(title, body);
}
