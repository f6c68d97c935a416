import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Section } from '../../../components/page.tsx';
import { useConsole } from '../../../console-context.tsx';
import { auditLines } from './audit-lines.ts';

/** The whole log as a file, read page by page; leaving the page stops it. */
export function Download() {
  const { t } = useTranslation('audit');
  const { api, environment } = useConsole();
  const [count, setCount] = useState(0);
  const left = useRef<AbortController | null>(null);
  useEffect(() => () => left.current?.abort(), []);
  const read = useMutation({
    mutationFn: () => {
      left.current = new AbortController();
      return auditLines(api, setCount, left.current.signal);
    },
    onSuccess: (lines) => saveAs(`audit-${environment.tenant}.jsonl`, lines),
  });
  return (
    <Section title={t('download')} lead={t('downloadLead')}>
      <ErrorNotice error={read.error} />
      <div className="row">
        <Button variant="default" loading={read.isPending} onClick={() => read.mutate()}>
          {t('download')}
        </Button>
        <output className="muted small">{count === 0 ? '' : t('downloading', { count })}</output>
      </div>
    </Section>
  );
}

/** Hands the browser a file that was put together here. */
function saveAs(name: string, lines: readonly string[]): void {
  const url = URL.createObjectURL(new Blob([...lines], { type: 'application/jsonl' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken its own hold of it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
