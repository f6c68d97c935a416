import { useTranslation } from 'react-i18next';
import { DataList } from '../../../components/data-list.tsx';
import { Section } from '../../../components/page.tsx';
import { review } from '../../../texts/en/review.ts';
import type { ShownApp } from '../../apps/app.tsx';
import { whole } from '../whole.ts';

type Member = keyof typeof review.member;

interface Row {
  readonly member: Member;
  readonly now: string | null;
  readonly wanted: string | null;
}

/** What waits: the app itself, or what is to change of one that is approved. */
export function Proposal({ app }: { readonly app: ShownApp }) {
  const { t } = useTranslation('review');
  const rows = rowsOf(app);
  if (app.review_since === null) {
    return (
      <Section title={t('asked')}>
        <p className="muted">{t('nothingAsked')}</p>
      </Section>
    );
  }
  return (
    <Section title={t('asked')} lead={t(app.state === 'submitted' ? 'askedFirst' : 'askedChange')}>
      {rows.length === 0 ? null : (
        <DataList
          label={t('asked')}
          list={whole(rows)}
          keyOf={({ member }) => member}
          empty={null}
          columns={[
            {
              name: 'what',
              label: t('what'),
              cell: ({ member }) => <span className="title">{t(`member.${member}`)}</span>,
            },
            { name: 'now', label: t('now'), isLabelled: true, cell: ({ now }) => <Value value={now} /> },
            { name: 'wanted', label: t('askedFor'), isLabelled: true, cell: ({ wanted }) => <Value value={wanted} /> },
          ]}
        />
      )}
    </Section>
  );
}

/** A name is set apart from the words around it: it is what is judged. */
function Value({ value }: { readonly value: string | null }) {
  const { t } = useTranslation('review');
  return value === null || value === '' ? t('nothing') : <strong>{value}</strong>;
}

function rowsOf(app: ShownApp): Row[] {
  const { proposed, reviewed_scope } = app;
  const members = Object.keys(review.member) as Member[];
  return members.flatMap((member) => {
    const wanted = proposed[member];
    if (wanted === undefined) return [];
    return [{ member, now: member === 'scope' ? reviewed_scope : app[member], wanted }];
  });
}
