import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperationId } from '../api/operations.ts';
import { useChange } from '../api/use-change.ts';
import { ConfirmChange, type ConfirmChangeProps } from './confirm-change.tsx';
import { ErrorNotice } from './error-notice.tsx';
import { Section } from './page.tsx';

/** What is performed on the one thing that the page is about. */
type Step<Id extends OperationId> = Omit<ConfirmChangeProps<Id>, 'change' | 'verb' | 'onClose'> & {
  readonly change: NonNullable<ConfirmChangeProps<Id>['change']>;
};

export interface EndingProps<Disable extends OperationId, Enable extends OperationId, Delete extends OperationId> {
  /** null: it is in force. */
  readonly disabled_at: number | null;
  /** What disabling and deleting are; while it is disabled, what that means. */
  readonly lead: string;
  readonly enable: Pick<Step<Enable>, 'id' | 'change' | 'refreshes'>;
  readonly disable: Step<Disable>;
  readonly remove: Step<Delete>;
  /** Whether somebody is being asked: what it would break is looked up only then. */
  onAsk?(isAsked: boolean): void;
}

/** How something is stopped, for a while or for good; both say first what goes with it. */
export function Ending<Disable extends OperationId, Enable extends OperationId, Delete extends OperationId>(
  props: EndingProps<Disable, Enable, Delete>,
) {
  const { disabled_at, lead, disable, remove, onAsk } = props;
  const { t } = useTranslation('common');
  const [asked, setAsked] = useState<'disable' | 'delete' | null>(null);
  const enable = useChange(props.enable.id, props.enable.refreshes);
  const ask = (what: typeof asked) => {
    setAsked(what);
    onAsk?.(what !== null);
  };
  return (
    <Section title={t('ending')} lead={lead}>
      <ErrorNotice error={enable.error} />
      <div className="row">
        {disabled_at === null ? (
          <Button variant="default" onClick={() => ask('disable')}>
            {t('disable')}
          </Button>
        ) : (
          <Button loading={enable.isPending} onClick={() => enable.mutate(props.enable.change)}>
            {t('enable')}
          </Button>
        )}
        <Button variant="outline" color="danger" onClick={() => ask('delete')}>
          {t('delete')}
        </Button>
      </div>
      <ConfirmChange
        {...disable}
        change={asked === 'disable' ? disable.change : null}
        verb={t('disable')}
        onClose={() => ask(null)}
      />
      <ConfirmChange
        {...remove}
        change={asked === 'delete' ? remove.change : null}
        verb={t('delete')}
        onClose={() => ask(null)}
      />
    </Section>
  );
}
