import './traces.css';
import { Button } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/use-read.ts';
import { Copyable } from '../../components/copy-button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Page } from '../../components/page.tsx';
import { When } from '../../components/when.tsx';
import { nameOf } from '../clients/name-of.ts';
import { Explanations } from './explanations.tsx';
import { FindTrace } from './find-trace.tsx';
import { TraceOutcome, useTraceTitle } from './trace-outcome.tsx';
import { Granted, Request, Rule, Timeline } from './trace-parts.tsx';
import type { Trace } from './use-live-traces.ts';

/** One request: what came, what was expected, what to do. Error pages lead here. */
export function OneTrace() {
  const { t } = useTranslation(['traces', 'common']);
  const { trace_id } = useParams({ from: '/traces/$trace_id' });
  // A request is written down about a second after it; whoever has just seen it fail comes sooner.
  const read = useRead('getTrace', { params: { trace_id } }, { mayComeSoon: true });
  const { data: trace, error, refetch, isFetching } = read;
  if (trace !== undefined) return <Shown trace={trace} key={trace_id} />;
  return (
    <Page title={t('requestTitle', { trace_id })} crumbs={[{ label: t('findTitle'), to: '/traces' }]}>
      {error === null ? (
        <output className="muted">{t('common:loading')}</output>
      ) : (
        <>
          <ErrorNotice error={error} />
          <p>{t('notFound')}</p>
          <div>
            <Button loading={isFetching} onClick={() => void refetch()}>
              {t('common:tryAgain')}
            </Button>
          </div>
          <FindTrace />
        </>
      )}
    </Page>
  );
}

function Shown({ trace }: { readonly trace: Trace }) {
  const { t } = useTranslation('traces');
  const { data: client } = useRead('getClient', { params: { client_id: trace.client_id } });
  const titleOf = useTraceTitle();
  const about = (
    <>
      <TraceOutcome outcome={trace.final_outcome} />
      <Copyable value={trace.trace_id} what={t('id')} isWhole />
      <span className="muted small">
        <When at={trace.at} />
      </span>
    </>
  );
  const crumbs = [
    {
      label: t('traceOf', { name: nameOf(client ?? trace) }),
      to: `/clients/${trace.client_id}/trace`,
    },
  ];
  return (
    <Page title={titleOf(trace)} crumbs={crumbs} about={about}>
      <Explanations trace={trace} />
      <Timeline trace={trace} />
      <Granted trace={trace} />
      <Request trace={trace} />
      <Rule trace={trace} />
    </Page>
  );
}
