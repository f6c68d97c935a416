import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CodeBlock } from '../../components/code-block.tsx';
import { Form } from '../../components/form.tsx';
import { Notice } from '../../components/notice.tsx';
import { type Received, send } from './send.ts';
import { hasTokens, jsonIn, ReadTokens } from './token-answer.tsx';
import { TraceLink } from './trace-link.tsx';
import type { Outgoing } from './wire.ts';

interface ExchangeProps {
  readonly outgoing: Outgoing;
  /** Whether the trace keeps requests like this one. */
  readonly isTraced: boolean;
  /** Before the button: what the request still needs. */
  readonly children?: ReactNode;
  /** A token in the answer is to be read. */
  onToken(token: string): void;
  onReceived?(received: Received): void;
}

/** One request, which goes when the button is pressed, and what came back. */
export function Exchange({ outgoing, isTraced, children, onToken, onReceived }: ExchangeProps) {
  const { t } = useTranslation('playground');
  const [isBusy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Received | 'lost' | null>(null);
  const perform = async () => {
    setBusy(true);
    setOutcome(null);
    const received = await send(outgoing);
    setBusy(false);
    setOutcome(received ?? 'lost');
    if (received !== null) onReceived?.(received);
  };
  return (
    <div className="exchange">
      <Form error={null} fields={[]} onSubmit={() => void perform()}>
        {children}
        <CodeBlock title={t('requestBlock')} code={outgoing.shown} />
        <div>
          <Button type="submit" loading={isBusy}>
            {t('send')}
          </Button>
        </div>
      </Form>
      {outcome === null ? null : <Outcome outcome={outcome} isTraced={isTraced} onToken={onToken} />}
    </div>
  );
}

interface OutcomeProps extends Pick<ExchangeProps, 'isTraced' | 'onToken'> {
  readonly outcome: Received | 'lost';
}

function Outcome({ outcome, isTraced, onToken }: OutcomeProps) {
  const { t } = useTranslation('playground');
  if (outcome === 'lost') {
    return (
      <Notice tone="danger" icon="warning" title={t('lost')} alert>
        <p>{t('lostLead')}</p>
      </Notice>
    );
  }
  const { status, headers } = outcome;
  const response = jsonIn(outcome.body) ?? {};
  const isRefused = status >= 400;
  const trace_id = isTraced ? headers.find(([name]) => name === 'x-request-id')?.[1] : undefined;
  return (
    <>
      <Notice
        tone={isRefused ? 'danger' : 'good'}
        icon={isRefused ? 'warning' : 'check'}
        title={isRefused ? t('responseWrong') : t('responseFine')}
        alert
      >
        {trace_id === undefined ? null : <TraceLink trace_id={trace_id} isRefused={isRefused} />}
      </Notice>
      <div {...(hasTokens(response) ? {} : { className: 'whole' })}>
        <CodeBlock title={t('responseBlock')} code={asText(outcome)} />
      </div>
      <ReadTokens response={response} onToken={onToken} />
    </>
  );
}

/** In the form of HTTP; JSON so that it can be read. */
function asText({ status, headers, body }: Received): string {
  const json = jsonIn(body);
  const head = [`HTTP ${status}`, ...headers.map(([name, value]) => `${name}: ${value}`)];
  return [...head, '', json === null ? body : JSON.stringify(json, null, 2)].join('\n');
}
