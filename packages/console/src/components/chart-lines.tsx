import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import type { ChartProps } from './chart.tsx';

const HEIGHT = 240;

/** The lines of a chart, as wide as there is room, in the colours that the page has now. */
export function ChartLines({ times, series }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const plot = new UPlot(
      optionsFor(element, series),
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
  }, [times, series]);
  return <div ref={place} />;
}

/** Colours are asked for whenever something is drawn, since canvas knows no custom properties. */
function optionsFor(element: HTMLElement, series: ChartProps['series']): UPlot.Options {
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
    axes: [axis, { ...axis, size: 56 }],
    cursor: { drag: { x: false, y: false } },
    scales: { y: { range: (_, __, most) => [0, Math.max(1, most)] } },
    series: [
      {},
      ...series.map(({ label, tone = 'accent' }) => ({
        label,
        stroke: token(tone === 'accent' ? 'accent-text' : tone),
        width: 2,
        points: { show: false },
      })),
    ],
  };
}
