import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import UPlot from 'uplot';
import { type ChartProps, day } from './chart.tsx';

const HEIGHT = 240;

/** The lines of a chart, as wide as there is room, in the colours that the page has now. */
export function ChartLines({ times, series }: ChartProps) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const plot = new UPlot(
      optionsFor(element, series, t('date')),
      [[...times], ...series.map(({ values }) => [...values])],
      element,
    );
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const redraw = () => plot.redraw();
    dark.addEventListener('change', redraw);
    return () => {
      dark.removeEventListener('change', redraw);
      observer.disconnect();
      plot.destroy();
    };
  }, [times, series, t]);
  return <div ref={place} />;
}

const DAY = 86_400;
/** Of days, those that lie so far apart; of counts, whole ones. */
const DAYS_APART = [1, 2, 7, 14, 28, 56].map((days) => days * DAY);
const COUNTS_APART = Array.from({ length: 9 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat();

const shortDay = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const count = new Intl.NumberFormat('en');

/** Below the lines stands the last day, unless the pointer is at another. */
function showLast(plot: UPlot): void {
  if (plot.cursor.idx == null) plot.setLegend({ idx: (plot.data[0]?.length ?? 0) - 1 }, false);
}

/** Colours are asked for whenever something is drawn, since canvas knows no custom properties. */
function optionsFor(element: HTMLElement, series: ChartProps['series'], date: string): UPlot.Options {
  const token = (name: string) => () => getComputedStyle(element).getPropertyValue(`--${name}`);
  const axis = {
    stroke: token('muted'),
    font: `12px ${getComputedStyle(element).fontFamily}`,
    grid: { stroke: token('line'), width: 1 },
    ticks: { show: false },
  };
  return {
    width: element.clientWidth,
    height: HEIGHT,
    axes: [
      {
        ...axis,
        size: 32,
        space: 64,
        incrs: DAYS_APART,
        values: (_, days) => days.map((at) => shortDay.format(at * 1000)),
      },
      {
        ...axis,
        incrs: COUNTS_APART,
        // As wide as the longest number, so that the lines begin where the text above them does.
        size: (_, labels) => 14 + 8 * Math.max(0, ...(labels ?? []).map((label) => label.length)),
        values: (_, counts) => counts.map((value) => count.format(value)),
      },
    ],
    tzDate: (at) => UPlot.tzDate(new Date(at * 1000), 'UTC'),
    hooks: { ready: [showLast], setCursor: [showLast] },
    cursor: { drag: { x: false, y: false } },
    scales: { y: { range: (_, __, most) => [0, Math.max(1, most)] } },
    series: [
      { label: date, value: (_, at) => (at === null ? '' : day.format(at * 1000)) },
      ...series.map(({ label, tone = 'accent' }) => ({
        label,
        value: (_: UPlot, value: number | null) => (value === null ? '–' : count.format(value)),
        stroke: token(tone === 'accent' ? 'accent-text' : tone),
        width: 2,
        points: { show: false },
      })),
    ],
  };
}
