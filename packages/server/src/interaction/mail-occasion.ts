import type { Exchange } from '../exchange.ts';
import type { MailOccasion } from '../mail/content.ts';
import { readDevice } from './account/device.ts';

/** Where a forgotten password begins, relative to the issuer. */
export const RECOVERY_PATH = '/forgot-password';

/** When and from where something was done that its user is told about by mail, and what they do if it was not them. */
export function mailOccasion({ deps, tenant, request }: Exchange): MailOccasion {
  const { browser, system } = readDevice(request.headers.get('user-agent'));
  const device = [browser, system].filter((part) => part !== null).join(', ');
  return {
    at: deps.clock(),
    ...(device === '' ? {} : { device }),
    address: request.address,
    link: `${tenant.issuer}${RECOVERY_PATH}`,
  };
}
