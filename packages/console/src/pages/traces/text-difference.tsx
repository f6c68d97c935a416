import { useTranslation } from 'react-i18next';
import type { Trace } from './use-live-traces.ts';

type Difference = NonNullable<Trace['explanations'][number]['difference']>;

/** A text in three: what both begin with, what only this one has, what both end with. */
interface Parted {
  readonly head: string;
  readonly middle: string;
  readonly tail: string;
}

/** Both texts, parted where they differ. */
function partTexts(expected: string, received: string): { expected: Parted; received: Parted } {
  const [wanted, came] = [[...expected], [...received]];
  const shorter = Math.min(wanted.length, came.length);
  let head = 0;
  while (head < shorter && wanted[head] === came[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && wanted.at(-1 - tail) === came.at(-1 - tail)) tail += 1;
  const parted = (text: readonly string[]): Parted => ({
    head: text.slice(0, head).join(''),
    middle: text.slice(head, text.length - tail).join(''),
    tail: text.slice(text.length - tail).join(''),
  });
  return { expected: parted(wanted), received: parted(came) };
}

/** What was compared, one below the other, character by character; and the same in words. */
export function TextDifference({
  difference,
  received,
}: {
  readonly difference: Difference;
  readonly received: string;
}) {
  const { t } = useTranslation('traces');
  const { position, nearest, expected_character, received_character } = difference;
  const parts = partTexts(nearest, received);
  const named = (character: string | null) => (character === null ? t('theEnd') : `“${visible(character)}”`);
  return (
    <div className="stack tight">
      <div className="difference">
        <Line label={t('expected')} parts={parts.expected} tone="good" />
        <Line label={t('received')} parts={parts.received} tone="danger" />
      </div>
      <p className="small">
        {t('differsAt', { position, expected: named(expected_character), received: named(received_character) })}
      </p>
    </div>
  );
}

function Line(props: { readonly label: string; readonly parts: Parted; readonly tone: 'good' | 'danger' }) {
  const { t } = useTranslation('traces');
  const { head, middle, tail } = props.parts;
  return (
    <>
      <span className="muted small">{props.label}</span>
      <code>
        {visible(head)}
        <mark className={middle === '' ? `${props.tone} nothing` : props.tone}>
          {middle === '' ? <span className="spoken">{t('nothing')}</span> : visible(middle)}
        </mark>
        {visible(tail)}
      </code>
    </>
  );
}

/** Spaces and control characters as pictures of themselves: they are what one does not see (Unicode block Control Pictures). */
function visible(text: string): string {
  return text.replaceAll(/[\0-\x20\x7f]/g, (character) =>
    character === '\x7f' ? '␡' : String.fromCodePoint(0x2400 + (character.codePointAt(0) ?? 0)),
  );
}
