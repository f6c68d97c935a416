import { type Role, reaches } from '../../../frame/sections.ts';
import { users } from '../../../texts/en/users.ts';

/** As a word: a user without a role is `none`. */
export type RoleWord = keyof typeof users.roleName;

export function roleWord(role: Role | null): RoleWord {
  return role ?? 'none';
}

export function roleOf(word: RoleWord): Role | null {
  return word === 'none' ? null : word;
}

/** What somebody with this role may give, lowest first, each with what it means. */
export function rolesWithin(own: Role | null): Readonly<Partial<Record<RoleWord, string>>> {
  const all = Object.entries(users.roleAbout) as [RoleWord, string][];
  return Object.fromEntries(all.filter(([word]) => reaches(own, roleOf(word))));
}
