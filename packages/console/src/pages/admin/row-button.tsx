import { Button } from '@mantine/core';

/** Something to do with one row of a list. `what`: the row, for those who hear the button without its row. */
export function RowButton(props: {
  readonly verb: string;
  readonly what: string;
  readonly isDestructive?: boolean;
  readonly isBusy?: boolean;
  onClick(): void;
}) {
  const { verb, what, isDestructive = false, isBusy = false, onClick } = props;
  return (
    <Button
      variant="subtle"
      size="sm"
      {...(isDestructive ? { color: 'danger' } : {})}
      loading={isBusy}
      onClick={onClick}
    >
      {verb}
      <span className="spoken"> {what}</span>
    </Button>
  );
}
