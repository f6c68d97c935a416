import { useTranslation } from 'react-i18next';
import { Facts } from '../../components/facts.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page.tsx';
import { Sentences } from '../../components/sentences.tsx';
import { Icon } from '../../look/icons.tsx';
import { TextDifference } from './text-difference.tsx';
import type { Trace } from './use-live-traces.ts';

type Explanation = Trace['explanations'][number];

/** Why it failed, and what to do first. */
export function Explanations({ trace }: { readonly trace: Trace }) {
  const { t } = useTranslation('traces');
  const [first, ...others] = trace.explanations;
  if (first === undefined) return null;
  return (
    <>
      <Why explanation={first} />
      {others.length === 0 ? null : (
        <Section title={t('alsoTitle')}>
          {others.map((one) => (
            <Why key={one.what} explanation={one} />
          ))}
        </Section>
      )}
    </>
  );
}

function Why({ explanation }: { readonly explanation: Explanation }) {
  const { t } = useTranslation('traces');
  const { what, step, hints, expected, received, difference } = explanation;
  return (
    <div className="stack">
      <Notice tone="danger" icon="warning" title={what} />
      {difference !== null && received !== null ? (
        <TextDifference difference={difference} received={received} />
      ) : (
        <Facts
          facts={[
            expected === null ? null : [t('expected'), expected],
            received === null ? null : [t('received'), received],
          ]}
        />
      )}
      <Sentences sentences={hints} />
      <p className="first-step">
        <Icon name="arrow" />
        <span>
          <strong>{t('step')}</strong> {step}
        </span>
      </p>
    </div>
  );
}
