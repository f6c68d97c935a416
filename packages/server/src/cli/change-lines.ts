import type { ChangeDescription, ChangeKind } from '../management/declarative/planned-change.ts';
import { visible } from '../observability/pretty.ts';

const SIGNS: Readonly<Record<ChangeKind, string>> = { create: '+', change: '~', delete: '-' };

/** `+ client Papyrus (papyrus)`, for a person. */
export function changeTitle({ change, subject, id, name, impact }: ChangeDescription): string {
  const called = name === id ? id : `${name} (${id})`;
  return visible(`${SIGNS[change]} ${subject} ${called}${impact === null ? '' : `, and with it ${impact}`}`);
}

/** What changes, a change a paragraph: its title, and below it what is and what will be. */
export function changeLines(changes: readonly ChangeDescription[]): string {
  return changes
    .map((change) => {
      const members = change.members.map(({ member, from, to }) => {
        const was = from === undefined ? '' : `${shown(from)} → `;
        return `    ${visible(member)}: ${was}${to === undefined ? 'removed' : shown(to)}`;
      });
      return [changeTitle(change), ...members].join('\n');
    })
    .join('\n');
}

function shown(value: unknown): string {
  return visible(JSON.stringify(value));
}
