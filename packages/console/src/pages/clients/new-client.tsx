import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../api/use-change.ts';
import { TextField } from '../../components/fields.tsx';
import { Page } from '../../components/page.tsx';
import { useWayToApp } from '../lifecycle/app-page.tsx';
import { ClientMade, type IssuedClient } from './client-made.tsx';
import { KindForm } from './kind-form.tsx';
import { type AppKind, KindQuestion } from './kind-question.tsx';
import { nameOf } from './name-of.ts';

/** One more client of an app: its mobile version beside its website, for one. */
export function NewClient() {
  const { t } = useTranslation(['clients', 'apps']);
  const { app_id } = useParams({ from: '/apps/$app_id/clients/new' });
  const [kind, setKind] = useState<AppKind | null>(null);
  const [issued, setIssued] = useState<IssuedClient | null>(null);
  const crumbs = useWayToApp(app_id);
  if (issued !== null) {
    return (
      <Page title={t('made', { name: nameOf(issued) })} crumbs={crumbs} key="made">
        <ClientMade client={issued} />
      </Page>
    );
  }
  if (kind === null) {
    return (
      <Page title={t('newTitle')} lead={t('apps:newLead')} crumbs={crumbs} key="kind">
        <KindQuestion onAnswer={setKind} />
      </Page>
    );
  }
  return (
    <Page title={kind.title} lead={kind.description} crumbs={crumbs} key="details">
      <Details app_id={app_id} kind={kind} onBack={() => setKind(null)} onIssued={setIssued} />
    </Page>
  );
}

function Details(props: {
  readonly app_id: string;
  readonly kind: AppKind;
  onBack(): void;
  onIssued(client: IssuedClient): void;
}) {
  const { t } = useTranslation('clients');
  const { app_id, kind, onBack, onIssued } = props;
  const [client_name, setName] = useState('');
  const create = useChange('createAppClient', ['listAppClients', 'listClients']);
  return (
    <KindForm
      kind={kind}
      error={create.error}
      isBusy={create.isPending}
      verb={t('register')}
      onBack={onBack}
      onSubmit={(input) =>
        create.mutate(
          { params: { app_id }, body: { ...kind.metadata, ...input, client_name } },
          { onSuccess: onIssued },
        )
      }
    >
      <TextField
        name="client_name"
        label={t('name')}
        hint={t('nameHint')}
        value={client_name}
        isRequired
        onChange={setName}
      />
    </KindForm>
  );
}
