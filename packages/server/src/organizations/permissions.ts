import type { OrganizationRole } from '../storage/organization-records.ts';

/**
 * What the members of an organization may do there by their role. Storage does not know who acts: whatever a page writes for
 * somebody, it asks here first, with the role that they have at that moment.
 */

/** Sees and removes members, invites, and decides about apps. */
export function mayManage(actor: OrganizationRole): boolean {
  return actor !== 'member';
}

/** Names the organization, deletes it, and says who its admins and owners are. */
export function mayOwn(actor: OrganizationRole): boolean {
  return actor === 'owner';
}

/** Whether the actor may end the membership of somebody with that role: owners and admins are touched by owners only. */
export function mayRemove(actor: OrganizationRole, target: OrganizationRole): boolean {
  return mayOwn(actor) || (mayManage(actor) && target === 'member');
}

/** What the actor may invite somebody as. An owner is made of a member, never by a mail. */
export function rolesToInvite(actor: OrganizationRole): readonly OrganizationRole[] {
  if (mayOwn(actor)) return ['member', 'admin'];
  return mayManage(actor) ? ['member'] : [];
}

/** Whether giving or taking the role is more than letting somebody in or out: who does it shows again that it is they. */
export function isPowerful(role: OrganizationRole): boolean {
  return role !== 'member';
}
