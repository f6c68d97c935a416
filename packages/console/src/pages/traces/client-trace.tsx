import './traces.css';
import { Switch } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/use-list.ts';
import { RequestId } from '../../components/copy-button.tsx';
import { type Column, DataList } from '../../components/data-list.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { SelectField } from '../../components/fields.tsx';
import { When } from '../../components/when.tsx';
import { traces as texts } from '../../texts/en/traces.ts';
import { ClientPage } from '../client-page/client-page.tsx';
import { FindTrace } from './find-trace.tsx';
import { TraceOutcome, useTraceTitle } from './trace-outcome.tsx';
import { keyOfTrace, merged, type Trace, useLiveTraces } from './use-live-traces.ts';

type Filter = { readonly outcome: Trace['outcome'] | ''; readonly endpoint: Trace['endpoint'] | '' };

/** The requests of one client, as they happen. */
export function ClientTrace() {
  const { t } = useTranslation('traces');
  const { client_id } = useParams({ from: '/clients/$client_id/trace' });
  return (
    <ClientPage client_id={client_id} title={t('title')} lead={t('lead')}>
      {() => <Requests client_id={client_id} key={client_id} />}
    </ClientPage>
  );
}

function Requests({ client_id }: { readonly client_id: string }) {
  const { t } = useTranslation('traces');
  const [filter, setFilter] = useState<Filter>({ outcome: '', endpoint: '' });
  const { outcome, endpoint } = filter;
  const list = useList('listTraces', {
    params: { client_id },
    query: { outcome: outcome || undefined, endpoint: endpoint || undefined },
  });
  const [isWanted, setWanted] = useState(true);
  const live = useLiveTraces(client_id, isWanted, () => setWanted(false));
  const fresh = live.traces.filter((one) => isOf(one, filter));
  const items = list.isLoading ? fresh : merged(fresh, list.items);
  const isFiltered = outcome !== '' || endpoint !== '';
  return (
    <div className="stack roomy">
      <FindTrace />
      <div className="stack">
        <div className="row spread">
          <h2>{t('requests')}</h2>
          <Live isWanted={isWanted} isListening={live.isListening} onChange={setWanted} />
        </div>
        <DataList
          label={t('requests')}
          list={{ ...list, items, isLoading: list.isLoading && items.length === 0 }}
          keyOf={keyOfTrace}
          columns={useColumns()}
          tools={<Filters filter={filter} onChange={setFilter} />}
          empty={
            <EmptyState title={isFiltered ? t('noneSuch') : t('none')}>
              {isFiltered ? t('noneSuchLead') : t('noneLead')}
            </EmptyState>
          }
        />
      </div>
    </div>
  );
}

function isOf(trace: Trace, { outcome, endpoint }: Filter): boolean {
  return (outcome === '' || trace.outcome === outcome) && (endpoint === '' || trace.endpoint === endpoint);
}

function Live(props: { readonly isWanted: boolean; readonly isListening: boolean; onChange(isWanted: boolean): void }) {
  const { t } = useTranslation('traces');
  const { isWanted, isListening, onChange } = props;
  const state = isListening ? t('listening') : isWanted ? t('connecting') : t('paused');
  return (
    <div className="row">
      <output className="muted small">{state}</output>
      <Switch label={t('live')} checked={isWanted} onChange={(event) => onChange(event.currentTarget.checked)} />
    </div>
  );
}

function Filters({ filter, onChange }: { readonly filter: Filter; onChange(filter: Filter): void }) {
  const { t } = useTranslation('traces');
  return (
    <div className="filters">
      <SelectField
        name="outcome"
        label={t('outcome')}
        value={filter.outcome}
        options={{ '': t('all'), ...texts.outcomeName, waiting: t('wasAsked') }}
        onChange={(outcome) => onChange({ ...filter, outcome })}
      />
      <SelectField
        name="endpoint"
        label={t('endpoint')}
        value={filter.endpoint}
        options={{ '': t('all'), ...texts.endpointName }}
        onChange={(endpoint) => onChange({ ...filter, endpoint })}
      />
    </div>
  );
}

function useColumns(): [Column<Trace>, ...Column<Trace>[]] {
  const { t } = useTranslation('traces');
  return [
    { name: 'request', label: t('request'), cell: (trace) => <TraceSummary trace={trace} /> },
    { name: 'outcome', label: t('outcome'), cell: ({ final_outcome }) => <TraceOutcome outcome={final_outcome} /> },
    { name: 'id', label: t('id'), cell: ({ trace_id }) => <RequestId id={trace_id} /> },
    { name: 'at', label: t('at'), cell: ({ at }) => <When at={at} /> },
  ];
}

function TraceSummary({ trace }: { readonly trace: Trace }) {
  const titleOf = useTraceTitle();
  const { trace_id, error, explanations, granted } = trace;
  const about = explanations[0]?.what ?? error ?? granted?.gives.join(', ') ?? '';
  return (
    <>
      <Link className="title" to="/traces/$trace_id" params={{ trace_id }}>
        {titleOf(trace)}
      </Link>
      {about === '' ? null : <span className="about">{about}</span>}
    </>
  );
}
