import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CodeBlock } from '../../components/code-block.tsx';
import { Notice } from '../../components/notice.tsx';
import { authMethodOf, canSpeakFor } from './authenticated-client.ts';
import { curlCommand } from './curl.ts';
import { PastedField } from './pasted-field.tsx';
import type { Play } from './play.ts';
import type { Json } from './token.ts';
import { responseIn, TokenAnswer } from './token-answer.tsx';
import type { Parameters } from './wire.ts';

interface TerminalProps {
  readonly play: Play;
  readonly parameters: Parameters;
  /** Whether the page cannot send the request itself. */
  readonly isOnlyWay: boolean;
  onResponse(response: Json): void;
}

/** The same request by hand: the secret is never typed into the page, and what came is pasted. */
export function Terminal({ play, parameters, isOnlyWay, onResponse }: TerminalProps) {
  const { t } = useTranslation('playground');
  const [pasted, setPasted] = useState('');
  const { client, dialect, onToken } = play;
  const paste = (text: string) => {
    setPasted(text);
    onResponse(responseIn(text) ?? {});
  };
  return (
    <details className="reasons by-hand" open={isOnlyWay}>
      <summary>{t('byHand')}</summary>
      <div className="stack">
        {canSpeakFor(client) ? (
          <>
            <p className="muted small">{authMethodOf(client) === 'none' ? t('command') : t('commandSecret')}</p>
            <CodeBlock title={t('terminal')} code={curlCommand(dialect, client, parameters)} />
          </>
        ) : (
          <Notice tone="plain" icon="key" title={t('noCommand', { method: authMethodOf(client) })}>
            <p>{t('noCommandLead')}</p>
          </Notice>
        )}
        <PastedField label={t('responseLabel')} value={pasted} rows={5} onChange={paste} />
        {pasted.trim() === '' ? null : <TokenAnswer pasted={pasted} onToken={onToken} />}
      </div>
    </details>
  );
}
