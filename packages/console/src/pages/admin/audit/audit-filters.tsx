import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DateField, SelectField, TextField } from '../../../components/fields.tsx';
import { Form } from '../../../components/form.tsx';
import { audit } from '../../../texts/en/audit.ts';

type Order = keyof typeof audit.orders;

/** As the operation takes it; what is absent filters nothing. */
export interface AuditSearch {
  readonly action?: string;
  readonly actor?: string;
  readonly user?: string;
  readonly client_id?: string;
  /** NumericDates. */
  readonly from?: number;
  readonly until?: number;
  readonly order: Order;
}

export const EVERYTHING: AuditSearch = { order: 'newest_first' };

const BLANK = { action: '', actor: '', user: '', client_id: '', from: '', until: '' };
type Texts = typeof BLANK;
const DAY = 86_400;

/** Whether a problem is one of these fields'. */
export function isFilter(field: string): boolean {
  return field in BLANK;
}

/** Days are those of UTC, as the log's times are. */
function searchOf({ from, until, ...texts }: Texts, order: Order): AuditSearch {
  const given = Object.entries(texts).filter(([, value]) => value.trim() !== '');
  return {
    ...Object.fromEntries(given.map(([name, value]) => [name, value.trim()])),
    ...(from === '' ? {} : { from: Date.parse(from) / 1000 }),
    ...(until === '' ? {} : { until: Date.parse(until) / 1000 + DAY }),
    order,
  };
}

interface AuditFiltersProps {
  readonly search: AuditSearch;
  readonly error: unknown;
  onSearch(search: AuditSearch): void;
}

/** Which entries are shown. */
export function AuditFilters({ search, error, onSearch }: AuditFiltersProps) {
  const { t } = useTranslation('audit');
  const [texts, setTexts] = useState<Texts>(BLANK);
  const [order, setOrder] = useState<Order>(search.order);
  const bind = (name: keyof Texts) => ({
    name,
    value: texts[name],
    onChange: (value: string) => setTexts((known) => ({ ...known, [name]: value })),
  });
  const clear = () => {
    setTexts(BLANK);
    setOrder(EVERYTHING.order);
    onSearch(EVERYTHING);
  };
  return (
    <details className="reasons">
      <summary>{t('filters')}</summary>
      <Form error={error} fields={Object.keys(BLANK)} onSubmit={() => onSearch(searchOf(texts, order))}>
        <div className="fields-beside">
          <TextField {...bind('action')} label={t('actionFilter')} hint={t('actionFilterHint')} />
          <TextField {...bind('actor')} label={t('actorFilter')} hint={t('actorFilterHint')} />
          <TextField {...bind('user')} label={t('user')} hint={t('userHint')} />
          <TextField {...bind('client_id')} label={t('client')} hint={t('clientHint')} />
          <DateField {...bind('from')} label={t('from')} />
          <DateField {...bind('until')} label={t('until')} />
          <SelectField name="order" label={t('order')} value={order} options={audit.orders} onChange={setOrder} />
        </div>
        <div className="row">
          <Button type="submit">{t('filter')}</Button>
          <Button variant="default" onClick={clear}>
            {t('clear')}
          </Button>
        </div>
      </Form>
    </details>
  );
}
