import { Button, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListState } from '../api/use-list.ts';
import { Icon } from '../look/icons.tsx';
import { ErrorNotice } from './error-notice.tsx';

export interface Column<Item> {
  readonly name: string;
  readonly label: string;
  /** On a phone, where there are no headings, the label stands before the value: for numbers and whatever else says too little alone. */
  readonly isLabelled?: boolean;
  cell(item: Item): ReactNode;
}

export interface DataListProps<Item> {
  /** What it is a list of, for those who hear it. */
  readonly label: string;
  readonly list: ListState<Item>;
  keyOf(item: Item): string;
  /** The first one is the row's title: a link to what it is about. */
  readonly columns: readonly [Column<Item>, ...Column<Item>[]];
  /** Instead of an empty list that was not searched. */
  readonly empty: ReactNode;
  /** Given: a field to search in. */
  readonly search?: Search | undefined;
  /** Beside the search: filters. */
  readonly tools?: ReactNode;
}

export interface Search {
  readonly q: string;
  readonly label: string;
  onChange(q: string): void;
}

/** Everything of a kind, a page at a time. On a phone each row is a small heading with its facts. */
export function DataList<Item>({ label, list, columns, empty, search, tools, keyOf }: DataListProps<Item>) {
  const { t } = useTranslation();
  const isEmpty = list.items.length === 0 && !list.isLoading && list.error === null;
  if (isEmpty && (search === undefined || search.q === '') && tools === undefined) return empty;
  return (
    <div className="stack">
      {search === undefined && tools === undefined ? null : (
        <search className="list-tools">
          {search === undefined ? null : <SearchField search={search} />}
          {tools}
        </search>
      )}
      <ErrorNotice error={list.error} />
      {list.isLoading ? <output className="muted">{t('loading')}</output> : null}
      {isEmpty ? <NothingFound q={search?.q ?? ''} empty={empty} /> : null}
      {list.items.length === 0 ? null : <Rows label={label} list={list} columns={columns} keyOf={keyOf} />}
      {list.more === null ? null : (
        <div>
          <Button variant="default" loading={list.isLoadingMore} onClick={list.more}>
            {t('more')}
          </Button>
        </div>
      )}
    </div>
  );
}

function SearchField({ search }: { readonly search: Search }) {
  return (
    <TextInput
      type="search"
      aria-label={search.label}
      placeholder={search.label}
      leftSection={<Icon name="search" />}
      value={search.q}
      onChange={(event) => search.onChange(event.currentTarget.value)}
    />
  );
}

function NothingFound({ q, empty }: { readonly q: string; readonly empty: ReactNode }) {
  const { t } = useTranslation();
  if (q === '') return empty;
  return (
    <output className="stack tight">
      <p>{t('nothingFound', { q })}</p>
      <p className="muted">{t('nothingFoundHint')}</p>
    </output>
  );
}

type RowsProps<Item> = Pick<DataListProps<Item>, 'label' | 'list' | 'columns' | 'keyOf'>;

/** The roles stand there because a table that is laid out otherwise on a phone would lose them. */
function Rows<Item>({ label, list, columns, keyOf }: RowsProps<Item>) {
  return (
    // biome-ignore-start lint/a11y/noRedundantRoles: see above
    <table className="list" role="table" aria-label={label}>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th
              key={column.name}
              role="columnheader"
              scope="col"
              data-label={column.isLabelled ? column.label : undefined}
            >
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {list.items.map((item) => (
          <tr key={keyOf(item)} role="row">
            {columns.map((column, index) => (
              <td
                key={column.name}
                role="cell"
                className={index === 0 ? 'primary' : undefined}
                data-label={column.isLabelled ? column.label : undefined}
              >
                {column.cell(item)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
    // biome-ignore-end lint/a11y/noRedundantRoles: see above
  );
}
