import type { UserRecord } from '../storage/records.ts';
import type { AccountView } from './pages/html-page.ts';

export function accountView(user: Pick<UserRecord, 'email' | 'claims'>): AccountView {
  const { name } = JSON.parse(user.claims) as { name?: unknown };
  return { email: user.email, ...(typeof name === 'string' && name !== '' ? { name } : {}) };
}
