import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Environment } from '../../environment.ts';
import { Alone } from '../../frame/alone.tsx';
import type { HandOver } from './answer-channel.ts';

/** Milliseconds after which somebody who waits is told what may be the matter; a tab in the background may take longer. */
const PATIENCE = 1500;

interface PlaygroundCallbackProps {
  readonly environment: Environment;
  readonly handed: HandOver;
}

/** Where the browser ends that was sent to sign in from a playground. Nobody has to be signed in here. */
export function PlaygroundCallback({ environment, handed }: PlaygroundCallbackProps) {
  const { t } = useTranslation('playground');
  const [state, setState] = useState<'handing' | 'taken' | 'notTaken' | 'nothing'>(
    handed.hasAnswer ? 'handing' : 'nothing',
  );
  useEffect(() => {
    void handed.taken.then(() => setState('taken'));
    const timer = setTimeout(() => setState((now) => (now === 'handing' ? 'notTaken' : now)), PATIENCE);
    return () => clearTimeout(timer);
  }, [handed]);
  return (
    <Alone environment={environment} title={t(`came.${state}`)}>
      <p className="muted" role="status">
        {t(`cameLead.${state}`)}
      </p>
    </Alone>
  );
}
