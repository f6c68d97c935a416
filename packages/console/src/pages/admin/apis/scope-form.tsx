import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../../api/use-change.ts';
import { CheckField, SelectField, TextAreaField, TextField } from '../../../components/fields.tsx';
import { Form, Submit } from '../../../components/form.tsx';
import type { ResourceServer } from './resource-servers.tsx';
import type { Scope } from './scopes.tsx';

const FIELDS = ['name', 'resource', 'display_name', 'description', 'required', 'emphasised', 'needs_review'] as const;

interface ScopeFormProps {
  readonly known: Scope | null;
  readonly apis: readonly ResourceServer[];
  onSaved(): void;
}

function valuesOf({ known, apis }: ScopeFormProps) {
  return {
    name: known?.name ?? '',
    resource: known?.resource ?? apis[0]?.resource ?? '',
    display_name: known?.display_name ?? '',
    description: known?.description ?? '',
    required: known?.required ?? false,
    emphasised: known?.emphasised ?? false,
    needs_review: known?.needs_review ?? false,
  };
}

/** A scope, new or known; its name stays. */
export function ScopeForm(props: ScopeFormProps) {
  const { t } = useTranslation('apis');
  const { known, apis, onSaved } = props;
  const [values, setValues] = useState(() => valuesOf(props));
  const save = useChange('putScope', ['listScopes', 'getResourceServerImpact']);
  const bind = <Name extends keyof typeof values>(name: Name) => ({
    name,
    value: values[name],
    onChange: (value: (typeof values)[Name]) => setValues((before) => ({ ...before, [name]: value })),
  });
  const submit = () => {
    const { name, ...body } = values;
    save.mutate({ params: { name }, body }, { onSuccess: onSaved });
  };
  const apiNames = Object.fromEntries(apis.map(({ resource, name }) => [resource, name]));
  return (
    <Form error={save.error} fields={FIELDS} onSubmit={submit}>
      {known === null ? (
        <TextField {...bind('name')} label={t('scopeName')} hint={t('scopeNameHint')} maxLength={128} isRequired />
      ) : null}
      <SelectField {...bind('resource')} label={t('api')} options={apiNames} />
      <TextField
        {...bind('display_name')}
        label={t('displayName')}
        hint={t('displayNameHint')}
        maxLength={200}
        isRequired
      />
      <TextAreaField {...bind('description')} label={t('description')} hint={t('descriptionHint')} maxLength={1000} />
      <CheckField {...bind('required')} label={t('required')} hint={t('requiredHint')} />
      <CheckField {...bind('emphasised')} label={t('emphasised')} hint={t('emphasisedHint')} />
      <CheckField {...bind('needs_review')} label={t('needsReview')} hint={t('needsReviewHint')} />
      <Submit verb={t('save')} isBusy={save.isPending} />
    </Form>
  );
}
