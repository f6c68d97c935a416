import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Section } from '../../components/page.tsx';
import { AddDeveloper, AddTester } from './add-person.tsx';
import { AppPage } from './app-page.tsx';
import { PersonList } from './person-list.tsx';

/** Who makes an app, and who may try it before it is approved. */
export function People() {
  const { t } = useTranslation('lifecycle');
  const { app_id } = useParams({ from: '/apps/$app_id/people' });
  return (
    <AppPage app_id={app_id} title={t('people')} lead={t('peopleLead')}>
      {({ name }) => (
        <>
          <Section title={t('developers')} lead={t('developersLead')} action={<AddDeveloper app_id={app_id} />}>
            <PersonList app_id={app_id} app={name} kind="developers" />
          </Section>
          <Section title={t('testers')} lead={t('testersLead')} action={<AddTester app_id={app_id} />}>
            <PersonList app_id={app_id} app={name} kind="testers" />
          </Section>
        </>
      )}
    </AppPage>
  );
}
