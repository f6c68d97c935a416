import { expect, test } from 'vitest';
import { describeServer } from '../support/databases.ts';
import { post, type TokenResponse, UserAgent } from '../support/user-agent.ts';

const AT_ONCE = 100;
/** Two are hashed and thirty-two wait (accounts/passwords.ts). */
const TAKEN = 34;

describeServer('a crowd at the door', {}, (server) => {
  test('fault 16: of 100 sign-ins at once those that find a place are taken, the rest is told when to come back; tokens are given meanwhile', async () => {
    const user = await server().aUser();
    const service = await server().aClient({
      redirect_uris: [],
      grant_types: ['client_credentials'],
      scope: 'invoices.read',
    });
    const visitors = await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        const agent = new UserAgent(server());
        return { agent, page: await (await agent.visit('/sign-in')).text() };
      }),
    );
    let answered = 0;
    const signIns = visitors.map(async ({ agent, page }) => {
      const response = await agent.signIn(page, user);
      answered += 1;
      return response;
    });
    const token = () => post(server(), '/token', service, { grant_type: 'client_credentials' });
    const tokens = await Promise.all(Array.from({ length: 20 }, token));
    const answeredBefore = answered;
    for (const response of tokens) {
      expect(response.status).toBe(200);
      expect(((await response.json()) as TokenResponse).access_token).toEqual(expect.any(String));
    }
    const answers = await Promise.all(signIns);
    // They did not have to wait until the last password was hashed.
    expect(answeredBefore).toBeLessThan(AT_ONCE);
    const busy = answers.filter(({ status }) => status === 429);
    const taken = answers.filter(({ status }) => status === 200);
    // One more for each that came so late that a place was free again.
    expect(taken.length).toBeGreaterThanOrEqual(TAKEN);
    expect(busy.length).toBeGreaterThan(0);
    expect(taken.length + busy.length).toBe(AT_ONCE);
    for (const { headers } of busy) expect(headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    expect(visitors.filter(({ agent }) => agent.cookies.has('xenia_session_demo'))).toHaveLength(taken.length);
    // Whoever comes back is let in.
    const [late] = visitors.filter(({ agent }) => !agent.cookies.has('xenia_session_demo'));
    expect((await late?.agent.signIn(late.page, user))?.status).toBe(200);
  });
});
