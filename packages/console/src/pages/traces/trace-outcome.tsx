import { useTranslation } from 'react-i18next';
import { StateBadge, type Tone } from '../../components/state-badge.tsx';
import type { IconName } from '../../look/icons.tsx';
import type { Trace } from './use-live-traces.ts';

type Outcome = Trace['outcome'];

const OUTCOMES: Readonly<Record<Outcome, readonly [icon: IconName, tone: Tone]>> = {
  succeeded: ['check', 'good'],
  waiting: ['clock', 'plain'],
  denied: ['close', 'caution'],
  refused: ['warning', 'danger'],
  failed: ['warning', 'danger'],
};

/** What became of a request. */
export function TraceOutcome({ outcome }: { readonly outcome: Outcome }) {
  const { t } = useTranslation('traces');
  const [icon, tone] = OUTCOMES[outcome];
  return (
    <StateBadge icon={icon} tone={tone}>
      {t(`outcomeName.${outcome}`)}
    </StateBadge>
  );
}

/** What kind of request it was. */
export function useTraceTitle(): (trace: Pick<Trace, 'endpoint' | 'parent_trace_id'>) => string {
  const { t } = useTranslation('traces');
  return ({ endpoint, parent_trace_id }) => (parent_trace_id === null ? t(`endpointTitle.${endpoint}`) : t('answer'));
}
