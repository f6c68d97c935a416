import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { RequestId } from '../../components/copy-button.tsx';
import { Facts } from '../../components/facts.tsx';
import { Section } from '../../components/page.tsx';
import { When } from '../../components/when.tsx';
import { TraceOutcome } from './trace-outcome.tsx';
import type { Trace } from './use-live-traces.ts';

interface Props {
  readonly trace: Trace;
}

/** What came and what was answered. Secrets were never kept, only how long they were. */
export function Request({ trace }: Props) {
  const { t } = useTranslation('traces');
  const { method, endpoint, dialect, status, error, sub, parameters } = trace;
  return (
    <Section title={t('came')} lead={t('cameLead')}>
      <Facts
        facts={[
          [t('endpoint'), `${method} · ${t(`endpointName.${endpoint}`)}`],
          [t('dialect'), <code key="dialect">{dialect}</code>],
          ...parameters.map(
            ({ name, value, length }) => [name, <Value key={name} value={value} length={length} />] as const,
          ),
          [t('status'), `HTTP ${status}`],
          error === null ? null : ['error', <code key="error">{error}</code>],
          sub === null ? null : ['sub', <code key="sub">{sub}</code>],
        ]}
      />
    </Section>
  );
}

function Value({ value, length }: { readonly value: string | null; readonly length: number }) {
  const { t } = useTranslation('traces');
  if (value !== null) return <code>{value === '' ? t('emptyValue') : value}</code>;
  return <span className="muted">{t('notKept', { count: length })}</span>;
}

/** Of a request that gave something. */
export function Granted({ trace: { granted } }: Props) {
  const { t } = useTranslation('traces');
  if (granted === null) return null;
  return (
    <Section title={t('gave')}>
      <Facts
        facts={[
          [t('gives'), granted.gives.join(', ')],
          ['scope', <code key="scope">{granted.scope === '' ? t('noScope') : granted.scope}</code>],
        ]}
      />
    </Section>
  );
}

/** What the rule found that refused it: for a bug report. */
export function Rule({ trace: { reason, facts } }: Props) {
  const { t } = useTranslation('traces');
  if (reason === null) return null;
  return (
    <details className="reasons">
      <summary>{t('rule')}</summary>
      <Facts
        facts={[
          [t('reason'), <code key="reason">{reason}</code>],
          ...Object.entries(facts).map(([name, value]) => [name, <code key={name}>{inText(value)}</code>] as const),
        ]}
      />
    </details>
  );
}

function inText(value: Trace['facts'][string]): string {
  return Array.isArray(value) ? value.join('\n') : String(value);
}

/** An authorization request and the answers of its user, in the order in which they came. */
export function Timeline({ trace }: Props) {
  const { t } = useTranslation('traces');
  const { parent_trace_id, follow_ups } = trace;
  if (parent_trace_id !== null) {
    return (
      <p>
        {t('answerOf')}{' '}
        <Link to="/traces/$trace_id" params={{ trace_id: parent_trace_id }}>
          <RequestId id={parent_trace_id} />
        </Link>
      </p>
    );
  }
  if (trace.outcome !== 'waiting') return null;
  return (
    <Section title={t('afterwards')} lead={follow_ups.length === 0 ? t('unanswered') : undefined}>
      <ol className="timeline">
        {follow_ups.map(({ trace_id, at, outcome, error }) => (
          <li key={trace_id}>
            <TraceOutcome outcome={outcome} />
            <Link to="/traces/$trace_id" params={{ trace_id }}>
              {t('answer')}
            </Link>
            {error === null ? null : <code>{error}</code>}
            <span className="muted small">
              <When at={at} />
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
