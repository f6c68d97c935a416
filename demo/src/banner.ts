import { issuerOf } from './addresses.ts';
import { DEMO } from './products/demo.ts';
import { DEMO_ADMINISTRATOR, DEMO_USER } from './products/demo-user.ts';
import type { RunningDemo } from './start-demo.ts';

/** What somebody who has just typed `npm start` needs to know, and no more. */
export function banner({ addresses, cliExample, dataDir }: RunningDemo, colours: boolean): string {
  const paint = (code: number, text: string) => (colours ? `\u001b[${code}m${text}\u001b[0m` : text);
  const bold = (text: string) => paint(1, text);
  const dim = (text: string) => paint(2, text);
  return [
    '',
    `  ${bold('Xenia is running.')}`,
    '',
    `  Start here     ${paint(36, `${addresses.server}/`)}`,
    `  Demo user      ${bold(DEMO_USER.email)}`,
    `  Password       ${bold(DEMO_USER.password)}`,
    '',
    `  Console        ${paint(36, `${issuerOf(addresses, DEMO.tenant.name)}/console`)}`,
    `  Administrator  ${bold(DEMO_ADMINISTRATOR.email)}`,
    `  Password       ${bold(DEMO_ADMINISTRATOR.password)}`,
    '',
    `  ${dim('Register an app of your own (in another terminal):')}`,
    ...cliExample.split('\n').map((line) => `  ${line}`),
    '',
    `  ${dim(`Everything is kept in ${dataDir}. Ctrl-C stops it.`)}`,
    '',
  ].join('\n');
}
