import { type ComponentType, lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';

/** One line of a chart. */
export interface Series {
  readonly label: string;
  /** One for each of the chart's times; null: nothing is known. */
  readonly values: readonly (number | null)[];
  readonly tone?: 'accent' | 'good' | 'caution' | 'danger';
}

export interface ChartProps {
  /** What it shows, in words. */
  readonly label: string;
  /** The beginnings of days in UTC, as NumericDates, ascending. */
  readonly times: readonly number[];
  readonly series: readonly Series[];
}

/** Drawn by a library that is loaded when there is something to draw. Where it does not run, the table has the same numbers. */
const Lines = lazy(async (): Promise<{ default: ComponentType<ChartProps> }> => {
  try {
    return { default: (await import('./chart-lines.tsx')).ChartLines };
  } catch {
    return { default: () => null };
  }
});

/** Days are those of UTC, wherever the reader is. */
export const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' });

/** Numbers over time as lines, and as the table that they are for whoever does not see lines. */
export function Chart(props: ChartProps) {
  const { t } = useTranslation();
  return (
    <figure className="stack tight figure" aria-label={props.label}>
      <div className="chart" aria-hidden="true">
        <Suspense fallback={null}>
          <Lines {...props} />
        </Suspense>
      </div>
      <details className="reasons">
        <summary>{t('asTable')}</summary>
        <Numbers {...props} />
      </details>
    </figure>
  );
}

function Numbers({ label, times, series }: ChartProps) {
  const { t } = useTranslation();
  return (
    <div className="scrolls">
      <table className="numbers" aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{t('date')}</th>
            {series.map(({ label: name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {times.map((time, index) => (
            <tr key={time}>
              <th scope="row">{day.format(time * 1000)}</th>
              {series.map(({ label: name, values }) => (
                <td key={name}>{values[index] ?? '–'}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
