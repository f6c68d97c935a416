import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Results } from '../../../api/operations.ts';
import { useList } from '../../../api/use-list.ts';
import { DataList } from '../../../components/data-list.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Notice } from '../../../components/notice.tsx';
import { Page, Section } from '../../../components/page.tsx';
import { RemainingPages } from '../remaining-pages.tsx';
import { whole } from '../whole.ts';

type Finding = Results['getDeploymentCheck']['items'][number];

/** The gravest first. */
const SEVERITIES = ['error', 'warning', 'notice'] as const;
/** Clients at a time, as many as the management API takes. */
const MOST = 200;

/** What had better be otherwise, and what to do about it. */
export function DeploymentCheck() {
  const { t } = useTranslation('check');
  const list = useList('getDeploymentCheck', { query: { limit: MOST } });
  const isFine = list.items.length === 0 && list.more === null && !list.isLoading && list.error === null;
  return (
    <Page title={t('title')} lead={t('lead')}>
      <ErrorNotice error={list.error} />
      {isFine ? (
        <Notice tone="good" icon="check" title={t('fine')}>
          <p>{t('fineLead')}</p>
        </Notice>
      ) : null}
      {SEVERITIES.map((severity) => {
        const found = list.items.filter((finding) => finding.severity === severity);
        return found.length === 0 ? null : <Findings key={severity} severity={severity} found={found} />;
      })}
      <RemainingPages list={list} what={t('more')} />
    </Page>
  );
}

function Findings({ severity, found }: { readonly severity: Finding['severity']; readonly found: readonly Finding[] }) {
  const { t } = useTranslation('check');
  return (
    <Section title={`${t(`severity.${severity}`)} · ${found.length}`} lead={t(`severityLead.${severity}`)}>
      <DataList
        label={t(`severity.${severity}`)}
        list={whole(found)}
        keyOf={({ subject, id, rule }) => `${subject} ${id} ${rule}`}
        empty={null}
        columns={[
          {
            name: 'finding',
            label: t('finding'),
            cell: ({ what, why }) => (
              <>
                <span className="title">{what}</span>
                <span className="about">{why}</span>
              </>
            ),
          },
          { name: 'remedy', label: t('remedy'), cell: ({ remedy }) => remedy },
          { name: 'where', label: t('where'), cell: (finding) => <Where finding={finding} /> },
        ]}
      />
    </Section>
  );
}

function Where({ finding: { subject, id, name } }: { readonly finding: Finding }) {
  const { t } = useTranslation('check');
  if (subject === 'client') {
    return (
      <Link to="/clients/$client_id" params={{ client_id: id }}>
        {name}
      </Link>
    );
  }
  return subject === 'tenant' ? <Link to="/tenant">{name}</Link> : `${t('subject.installation')}: ${name}`;
}
