import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Results } from '../../api/operations.ts';
import { useChange } from '../../api/use-change.ts';
import { TextField } from '../../components/fields.tsx';
import { Page } from '../../components/page.tsx';
import { ClientMade, type IssuedClient } from '../clients/client-made.tsx';
import { KindForm, type KindInput } from '../clients/kind-form.tsx';
import { type AppKind, KindQuestion } from '../clients/kind-question.tsx';
import { nameOf } from '../clients/name-of.ts';

type App = Results['createApp'];

/** From an idea to a client_id: what are you building, a few facts, and the credentials. */
export function NewApp() {
  const { t } = useTranslation('apps');
  const [kind, setKind] = useState<AppKind | null>(null);
  const [issued, setIssued] = useState<IssuedClient | null>(null);
  const crumbs = [{ label: t('title'), to: '/apps' }];
  if (issued !== null) {
    return (
      <Page title={t('made', { name: nameOf(issued) })} crumbs={crumbs} key="made">
        <ClientMade client={issued} />
      </Page>
    );
  }
  if (kind === null) {
    return (
      <Page title={t('newTitle')} lead={t('newLead')} crumbs={crumbs} key="kind">
        <KindQuestion onAnswer={setKind} />
      </Page>
    );
  }
  return (
    <Page title={t('newDetails', { kind: kind.title })} lead={kind.description} crumbs={crumbs} key="details">
      <Details kind={kind} onBack={() => setKind(null)} onIssued={setIssued} />
    </Page>
  );
}

/** The app is made first, then its client. Where the client is refused, the app is there and is not made a second time. */
function Details(props: { readonly kind: AppKind; onBack(): void; onIssued(client: IssuedClient): void }) {
  const { t } = useTranslation('apps');
  const { kind, onBack, onIssued } = props;
  const [name, setName] = useState('');
  const [made, setMade] = useState<App | null>(null);
  const createApp = useChange('createApp', ['listApps']);
  const createClient = useChange('createAppClient', ['listAppClients', 'listClients']);
  const submit = async (input: KindInput) => {
    const app = made ?? (await createApp.mutateAsync({ body: { name } }));
    setMade(app);
    const body = { ...kind.metadata, ...input, client_name: name };
    onIssued(await createClient.mutateAsync({ params: { app_id: app.app_id }, body }));
  };
  return (
    <KindForm
      kind={kind}
      error={createApp.error ?? createClient.error}
      isBusy={createApp.isPending || createClient.isPending}
      verb={t('createIt')}
      onBack={onBack}
      onSubmit={(input) => void submit(input).catch(() => undefined)}
    >
      <TextField
        name="name"
        label={t('name')}
        hint={t('nameHint')}
        value={name}
        maxLength={60}
        isRequired
        onChange={setName}
      />
    </KindForm>
  );
}
