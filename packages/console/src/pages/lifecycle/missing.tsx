import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../api/problem.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Notice } from '../../components/notice.tsx';
import { Sentences } from '../../components/sentences.tsx';

/** Why an app could not be submitted: each thing that it still lacks is a sentence of the server. */
export function Missing({ error }: { readonly error: unknown }) {
  const { t } = useTranslation('lifecycle');
  if (!(error instanceof ApiProblem) || error.status !== 400) return <ErrorNotice error={error} />;
  return (
    <Notice tone="caution" icon="warning" title={t('missing')} alert>
      <Sentences sentences={error.fields.map(({ problem }) => problem)} />
    </Notice>
  );
}
