import type { Letter, LetterLink } from '../interaction/pages/mail-letter.ts';

/** What surrounds every letter. */
export interface LetterFrame {
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  /** Fit to stand in a sentence. */
  readonly tenant: string;
  /** `#rrggbb` */
  readonly accent: string;
  readonly foot: string;
  readonly openInstead: string;
}

/** The letter for those who read plain text; each link on a line of its own. */
export function letterText(letter: Letter, { foot }: LetterFrame): string {
  const { heading, body, code, action, more, validity, facts = [], notYou } = letter;
  const blocks = [
    heading,
    ...body,
    code,
    facts.map(([label, value]) => `${label}: ${value}`).join('\n'),
    link(action),
    link(more),
    validity,
    `${notYou.heading}\n${notYou.body}`,
    link(notYou.action),
    `-- \n${foot}`,
  ];
  return `${blocks.filter(Boolean).join('\n\n')}\n`;
}

function link(action: LetterLink | undefined): string | undefined {
  return action && `${action.label}:\n${action.href}`;
}
