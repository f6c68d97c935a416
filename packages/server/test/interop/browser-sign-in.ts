import type { Page } from 'playwright-core';
import type { TestUser } from '../support/start-server.ts';

/** Signs in on the server's pages and allows everything, as a user with a mouse would. */
export async function signInAndAllow(page: Page, user: TestUser): Promise<void> {
  await page.getByLabel('Email').fill(user.email);
  await page.getByLabel('Password').fill(user.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: 'Allow', exact: true }).click();
}

/** Whatever the content security policy of any page has blocked so far. */
export function watchViolations(page: Page): readonly string[] {
  const violations: string[] = [];
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) violations.push(message.text());
  });
  return violations;
}
