import type { SampleAppOptions } from '../../sample/options.ts';
import { askIssuer } from './issuer-calls.ts';
import { PROBLEMS } from './parties.ts';
import type { HalcyonVisit, Installed, Uninstalled } from './session.ts';

type Ending = Pick<Uninstalled, 'by' | 'at'>;

/** Drops the token and what was read with it. What came last in the timeline is how Halcyon learned of it. */
export function dropInstallation(visit: HalcyonVisit, { by, at }: Ending): void {
  const step = visit.timeline.chapters.at(-1)?.steps.at(-1)?.number;
  visit.session = { status: 'uninstalled', by, at, step };
}

/** RFC 7009: gives the token back. If Xeno cannot be told, Halcyon keeps it, so that it can be given back later. */
export async function uninstallHere(
  options: SampleAppOptions,
  visit: HalcyonVisit,
  { access_token }: Installed,
): Promise<void> {
  visit.timeline.begin('Uninstall');
  try {
    await askIssuer(options, visit.timeline, 'revoke', { token: access_token });
    dropInstallation(visit, { by: 'app', at: options.clock() });
  } catch (error) {
    visit.notice = PROBLEMS.backChannelFailed(error);
  }
}

/** Asks whether Xeno still knows the token; if not, drops it. Throws RefusedError, and what fetch throws. */
export async function keepIfActive(
  options: SampleAppOptions,
  visit: HalcyonVisit,
  { access_token }: Installed,
  ending: Ending,
): Promise<void> {
  const { active } = await askIssuer(options, visit.timeline, 'introspect', { token: access_token });
  if (active !== true) dropInstallation(visit, ending);
}
