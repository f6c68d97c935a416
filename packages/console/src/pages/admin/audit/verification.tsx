import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Results } from '../../../api/operations.ts';
import { useChange } from '../../../api/use-change.ts';
import { Copyable } from '../../../components/copy-button.tsx';
import { TextField } from '../../../components/fields.tsx';
import { Form, Submit } from '../../../components/form.tsx';
import { Notice } from '../../../components/notice.tsx';
import { Section } from '../../../components/page.tsx';

type Verified = Results['verifyAuditLog'];

/** Recomputes the chain of the whole log when somebody asks for it. */
export function Verification() {
  const { t } = useTranslation('audit');
  const [expect, setExpect] = useState('');
  // It changes nothing, but is asked for by a button and not by looking at the page.
  const verify = useChange('verifyAuditLog', []);
  const submit = () => verify.mutate({ query: expect === '' ? {} : { expect: expect.trim() } });
  return (
    <Section title={t('verify')} lead={t('verifyLead')}>
      {verify.data === undefined ? null : <Outcome verified={verify.data} />}
      <Form error={verify.error} fields={['expect']} onSubmit={submit}>
        <TextField name="expect" label={t('expect')} hint={t('expectHint')} value={expect} onChange={setExpect} />
        <Submit verb={t('verify')} isBusy={verify.isPending} />
      </Form>
    </Section>
  );
}

function Outcome({ verified }: { readonly verified: Verified }) {
  const { t } = useTranslation('audit');
  const { whole, events, head, taken_over, findings, more } = verified;
  return (
    <Notice
      tone={whole ? 'good' : 'danger'}
      icon={whole ? 'check' : 'warning'}
      title={t(whole ? 'whole' : 'broken')}
      alert
    >
      <p>{whole ? t('wholeLead', { count: events }) : t('brokenLead')}</p>
      {findings.length === 0 ? null : (
        <ul>
          {findings.map(({ fault, from, to }) => (
            <li key={`${fault} ${from}`}>
              {t(to === null ? 'findingOpen' : to === from ? 'finding' : 'findings', {
                from,
                to: to ?? '',
                fault: t(`fault.${fault}`),
              })}
            </li>
          ))}
        </ul>
      )}
      {more ? <p>{t('moreFindings')}</p> : null}
      {taken_over === 0 ? null : <p>{t('takenOver', { seq: taken_over })}</p>}
      {head === null || !whole ? null : (
        <>
          <p className="small">{t('headLead')}</p>
          <div className="secret">
            <Copyable value={`${head.seq}:${head.hash}`} what={t('head')} />
          </div>
        </>
      )}
    </Notice>
  );
}
