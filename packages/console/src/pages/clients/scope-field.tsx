import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/use-list.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { useFieldProblem } from '../../components/form.tsx';

/** More than a tenant has in practice; who has more finds them by its API. */
const MOST = 200;

interface ScopeFieldProps {
  /** Space-separated (RFC 6749 §3.3). */
  readonly value: string;
  /** Whether users meet the client: what says who they are makes no sense without one (OIDC Core §5.4). */
  readonly signsUsersIn: boolean;
  onChange(value: string): void;
}

/** What a client may ask for, in the words that users read. */
export function ScopeField({ value, signsUsersIn, onChange }: ScopeFieldProps) {
  const { t } = useTranslation('clients');
  const problem = useFieldProblem('scope');
  const list = useList('listScopes', { query: { limit: MOST } });
  const chosen = value.split(' ').filter((name) => name !== '');
  const shown = list.items.filter(({ name, resource }) => signsUsersIn || resource !== null || chosen.includes(name));
  const set = (name: string, isChosen: boolean) =>
    onChange((isChosen ? [...chosen, name] : chosen.filter((known) => known !== name)).join(' '));
  return (
    <fieldset className="stack tight">
      <legend className="field-legend">{t('scope')}</legend>
      <p className="muted small">{t(signsUsersIn ? 'scopeHint' : 'scopeOfApisHint')}</p>
      <ErrorNotice error={list.error} />
      <div className="scope-list">
        {shown.map(({ name, display_name, needs_review }) => (
          <Checkbox
            key={name}
            label={display_name}
            description={
              <>
                <code>{name}</code>
                {needs_review ? ` · ${t('scopeReviewed')}` : null}
              </>
            }
            checked={chosen.includes(name)}
            aria-invalid={problem !== undefined}
            onChange={(event) => set(name, event.currentTarget.checked)}
          />
        ))}
      </div>
      {problem === undefined ? null : <p className="verdict">{problem}</p>}
    </fieldset>
  );
}
