import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../../api/problem.ts';
import { useList } from '../../../api/use-list.ts';
import { Page, Section } from '../../../components/page.tsx';
import { AuditEvents } from './audit-events.tsx';
import { AuditFilters, type AuditSearch, EVERYTHING, isFilter } from './audit-filters.tsx';

/** What was done in the tenant. */
export function Audit() {
  const { t } = useTranslation('audit');
  const [search, setSearch] = useState<AuditSearch>(EVERYTHING);
  const list = useList('listAuditEvents', { query: search });
  const isOfFilter = list.error instanceof ApiProblem && list.error.fields.some(({ field }) => isFilter(field));
  const verify = (
    <Button component={Link} to="/audit/verification" variant="default">
      {t('verifyOrDownload')}
    </Button>
  );
  return (
    <Page title={t('title')} lead={t('lead')} action={verify}>
      <AuditFilters search={search} error={isOfFilter ? list.error : null} onSearch={setSearch} />
      <Section title={t('log')}>
        <AuditEvents list={isOfFilter ? { ...list, error: null } : list} />
      </Section>
    </Page>
  );
}
