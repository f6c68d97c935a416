import { useTranslation } from 'react-i18next';
import { ApiProblem, type FieldProblem } from '../api/problem.ts';
import { CopyButton, RequestId } from './copy-button.tsx';
import { Notice } from './notice.tsx';

export interface ErrorNoticeProps {
  readonly error: unknown;
  /** Fields that say what is wrong with them themselves. */
  readonly fields?: readonly string[] | undefined;
}

/** What happened, whose move it is, and the id to quote. Nothing where there is no error. */
export function ErrorNotice({ error, fields = [] }: ErrorNoticeProps) {
  const { t } = useTranslation();
  if (error === null || error === undefined) return null;
  const problem = error instanceof ApiProblem ? error : null;
  const isAtField = problem?.fields.some(({ field }) => fields.some((one) => isOf(field, one))) === true;
  const problems = problem === null || (problem.status in BY_STATUS && !isAtField) ? [] : problem.fields;
  const elsewhere = problems.filter(({ field }) => !fields.some((one) => isOf(field, one)));
  const isMarked = problems.length > elsewhere.length;
  return (
    <Notice tone="danger" icon="warning" title={isMarked ? t('notSaved') : t('failed')} alert>
      {isMarked ? <p>{t('checkFields')}</p> : null}
      {elsewhere.length > 0 ? <Problems problems={elsewhere} /> : null}
      {problems.length > 0 ? null : <p>{explain(error, t)}</p>}
      {problem === null || problem.request_id === null || problem.status < 500 ? null : (
        <p className="row small">
          <span>
            {t('reference')} <RequestId id={problem.request_id} />
          </span>
          <CopyButton value={problem.request_id} what={t('reference')} />
        </p>
      )}
    </Notice>
  );
}

function Problems({ problems }: { readonly problems: readonly FieldProblem[] }) {
  if (problems.length === 1) return <p>{inWords(problems[0])}</p>;
  return (
    <ul>
      {problems.map((problem) => (
        <li key={`${problem.field} ${problem.problem}`}>{inWords(problem)}</li>
      ))}
    </ul>
  );
}

function inWords(problem: FieldProblem | undefined): string {
  if (problem === undefined) return '';
  return problem.field === '' ? problem.problem : `${problem.field}: ${problem.problem}`;
}

type Sentence = 'unreachable' | 'notFound' | 'forbidden' | 'stale';
const BY_STATUS: Readonly<Record<number, Sentence>> = {
  0: 'unreachable',
  403: 'forbidden',
  404: 'notFound',
  412: 'stale',
};

function explain(error: unknown, t: (key: Sentence) => string): string {
  if (!(error instanceof ApiProblem)) return error instanceof Error ? error.message : String(error);
  const sentence = BY_STATUS[error.status];
  return sentence === undefined ? error.message : t(sentence);
}

/** Whether a problem is that of a field or of something inside it, such as redirect_uris[1] or settings.accentColor. */
export function isOf(problem: string, field: string): boolean {
  return problem === field || problem.startsWith(`${field}.`) || problem.startsWith(`${field}[`);
}
