import { Button, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** The id as it stands somewhere in what was pasted; else all of it, so that the server can say that it knows no such thing. */
function traceIdIn(text: string): string {
  return /XR-[0-9A-Z]{4}-[0-9A-Z]{4}/i.exec(text)?.[0].toUpperCase() ?? text.trim();
}

/** From the id on an error page, or in an answer, to the request. */
export function FindTrace() {
  const { t } = useTranslation('traces');
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const trace_id = traceIdIn(typed);
    if (trace_id !== '') void navigate({ to: '/traces/$trace_id', params: { trace_id } });
  };
  return (
    <search>
      <form className="find" onSubmit={submit}>
        <TextInput
          label={t('findLabel')}
          description={
            <>
              {t('findHint')} <code className="request-id">x-request-id</code>
            </>
          }
          placeholder="XR-0000-0000"
          value={typed}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" variant="default">
          {t('find')}
        </Button>
      </form>
    </search>
  );
}
