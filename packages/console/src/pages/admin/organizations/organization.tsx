import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Results } from '../../../api/operations.ts';
import { useChange } from '../../../api/use-change.ts';
import { useRead } from '../../../api/use-read.ts';
import { Copyable } from '../../../components/copy-button.tsx';
import { TextField } from '../../../components/fields.tsx';
import { Form, Saved, Submit } from '../../../components/form.tsx';
import { Page, Section } from '../../../components/page.tsx';
import { PageToCome } from '../../../components/to-come.tsx';
import { EnabledState } from '../enabled-state.tsx';
import { Members } from './members.tsx';
import { OrganizationEnding } from './organization-ending.tsx';

export type ShownOrganization = Results['getOrganization'];

/** One organization: who belongs to it, its name, its end. */
export function Organization() {
  const { t } = useTranslation('organizations');
  const { org_id } = useParams({ from: '/organizations/$org_id' });
  const { data: organization, error } = useRead('getOrganization', { params: { org_id } });
  const crumbs = [{ label: t('title'), to: '/organizations' }];
  if (organization === undefined) {
    return <PageToCome title={t('organization')} crumbs={crumbs} error={error} />;
  }
  const about = (
    <>
      <EnabledState disabled_at={organization.disabled_at} />
      <Copyable value={org_id} what={t('id')} />
    </>
  );
  return (
    <Page title={organization.name} crumbs={crumbs} about={about} key={org_id}>
      <Members org_id={org_id} />
      <Renaming organization={organization} />
      <OrganizationEnding organization={organization} />
    </Page>
  );
}

function Renaming({ organization }: { readonly organization: ShownOrganization }) {
  const { t } = useTranslation('organizations');
  const [name, setName] = useState(organization.name);
  const save = useChange('updateOrganization', ['getOrganization', 'listOrganizations']);
  const submit = () => save.mutate({ params: { org_id: organization.org_id }, body: { name } });
  return (
    <Section title={t('rename')}>
      <Form error={save.error} fields={['name']} onSubmit={submit}>
        <TextField name="name" label={t('name')} value={name} onChange={setName} />
        <Submit verb={t('renameVerb')} isBusy={save.isPending}>
          <Saved isShown={save.isSuccess && name === organization.name} />
        </Submit>
      </Form>
    </Section>
  );
}
