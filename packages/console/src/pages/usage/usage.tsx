import './usage.css';
import { useParams } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Results } from '../../api/operations.ts';
import { useRead } from '../../api/use-read.ts';
import { Chart, type ChartProps, type Series } from '../../components/chart.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { SelectField } from '../../components/fields.tsx';
import { Section } from '../../components/page.tsx';
import { ClientPage } from '../client-page/client-page.tsx';

type Day = Results['getUsage']['days'][number];

/** Days. */
type Span = '7' | '30' | '90';

/** What a client did, by day. */
export function Usage() {
  const { t } = useTranslation('usage');
  const { client_id } = useParams({ from: '/clients/$client_id/usage' });
  return (
    <ClientPage client_id={client_id} title={t('title')} lead={t('lead')}>
      {() => <Days client_id={client_id} />}
    </ClientPage>
  );
}

function Days({ client_id }: { readonly client_id: string }) {
  const { t } = useTranslation(['usage', 'common']);
  const [span, setSpan] = useState<Span>('30');
  const { data, error } = useRead('getUsage', { params: { client_id }, query: { days: Number(span) } });
  return (
    <div className="stack roomy">
      <div className="span">
        <SelectField
          name="days"
          label={t('span')}
          value={span}
          options={{ 7: t('days', { count: 7 }), 30: t('days', { count: 30 }), 90: t('days', { count: 90 }) }}
          onChange={(value) => setSpan(value)}
        />
      </div>
      <ErrorNotice error={error} />
      {data === undefined ? <output className="muted">{t('common:loading')}</output> : <Charts days={data.days} />}
    </div>
  );
}

function Charts({ days }: { readonly days: readonly Day[] }) {
  const { t } = useTranslation('usage');
  const charts = useCharts(days);
  const sum = (of: (day: Day) => number) => days.reduce((total, day) => total + of(day), 0);
  const errors = sum(errorsOf);
  return (
    <>
      <dl className="totals">
        <Total label={t('tokens')} value={sum(({ tokens }) => tokens)} />
        <Total label={t('mostUsers')} value={Math.max(0, ...days.map(({ users }) => users))} />
        <Total label={t('errors')} value={errors} />
      </dl>
      <Section title={t('tokensTitle')}>
        <Chart {...charts.tokens} />
      </Section>
      <Section title={t('usersTitle')} lead={t('usersLead')}>
        <Chart {...charts.users} />
      </Section>
      <Section title={t('errorsTitle')} lead={errors === 0 ? t('noErrors') : t('errorsLead')}>
        {errors === 0 ? null : <Chart {...charts.errors} />}
      </Section>
    </>
  );
}

function Total({ label, value }: { readonly label: string; readonly value: number }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{new Intl.NumberFormat('en').format(value)}</dd>
    </div>
  );
}

const errorsOf = ({ errors }: Day): number => Object.values(errors).reduce((total, count) => total + count, 0);

const TONES: readonly NonNullable<Series['tone']>[] = ['danger', 'caution', 'accent', 'good'];

/** Of the kinds of error the most frequent ones have lines of their own. */
function useCharts(days: readonly Day[]): Record<'tokens' | 'users' | 'errors', ChartProps> {
  const { t } = useTranslation('usage');
  return useMemo(() => {
    const times = days.map(({ day }) => Date.parse(day) / 1000);
    return {
      tokens: {
        label: t('tokensTitle'),
        times,
        series: [{ label: t('tokens'), values: days.map((day) => day.tokens) }],
      },
      users: { label: t('usersTitle'), times, series: [{ label: t('users'), values: days.map((day) => day.users) }] },
      errors: { label: t('errorsTitle'), times, series: errorSeries(days, t('otherErrors')) },
    };
  }, [days, t]);
}

function errorSeries(days: readonly Day[], otherLabel: string): Series[] {
  const totals = new Map<string, number>();
  for (const [code, count] of days.flatMap(({ errors }) => Object.entries(errors)))
    totals.set(code, (totals.get(code) ?? 0) + count);
  const codes = [...totals].sort(([, a], [, b]) => b - a).map(([code]) => code);
  const shown = codes.length > TONES.length ? codes.slice(0, TONES.length - 1) : codes;
  const series = shown.map((code, index) => ({
    label: code,
    values: days.map(({ errors }) => errors[code] ?? 0),
    tone: TONES[index] ?? 'accent',
  }));
  if (shown.length === codes.length) return series;
  const others = days.map((day) => errorsOf(day) - shown.reduce((total, code) => total + (day.errors[code] ?? 0), 0));
  return [...series, { label: otherLabel, values: others, tone: 'good' }];
}
