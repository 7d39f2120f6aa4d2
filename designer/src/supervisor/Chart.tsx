import { BarChart, LineChart, type BarSeriesOption, type LineSeriesOption } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent, type GridComponentOption, type LegendComponentOption, type TooltipComponentOption } from 'echarts/components';
import { use, type ComposeOption } from 'echarts/core';
import { useMemo } from 'react';
import { useElder } from '../shared/elder';
import { colours } from '../staff/theme';
import { useChart } from '../staff/useChart';

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent]);

type Option = ComposeOption<BarSeriesOption | LineSeriesOption | GridComponentOption | LegendComponentOption | TooltipComponentOption>;

export interface ChartSeries {
  name: string;
  colour: string;
  values: number[];
}

export interface ChartProps {
  /** What the picture shows, for those who do not see it; a table beside it says the same. */
  label: string;
  kind: 'bars' | 'lines';
  names: string[];
  series: ChartSeries[];
}

/** A picture beside a table. It is large and loaded only where it is shown. */
export default function Chart({ label, kind, names, series }: ChartProps) {
  const elder = useElder();
  const fontSize = elder ? 18 : 13;

  const host = useChart(useMemo(() => (kind === 'bars' ? bars : lines)(names, series, fontSize), [kind, names, series, fontSize]));

  const height = kind === 'bars' ? Math.max(180, names.length * fontSize * 3.2 + 70) : 280;
  return <div ref={host} className="chart" role="img" aria-label={label} style={{ height }} />;
}

const common = (fontSize: number) => ({
  animation: false,
  // Patterns tell the series apart where colours do not.
  aria: { enabled: true, label: { enabled: false }, decal: { show: true } },
  textStyle: { fontSize, color: colours.text },
  grid: { left: 8, right: 24, top: 40, bottom: 8, containLabel: true },
});

const legend = (fontSize: number) => ({ top: 0, left: 0, textStyle: { fontSize, color: colours.text } });
const axis = (fontSize: number) => ({ axisLabel: { fontSize, color: colours.text }, axisLine: { lineStyle: { color: colours.border } }, splitLine: { lineStyle: { color: colours.line } } });

function bars(names: string[], series: ChartSeries[], fontSize: number): Option {
  return {
    ...common(fontSize),
    legend: series.length > 1 ? legend(fontSize) : undefined,
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, textStyle: { fontSize } },
    xAxis: { type: 'value', minInterval: 1, ...axis(fontSize) },
    yAxis: {
      type: 'category', inverse: true, data: names, ...axis(fontSize),
      axisLabel: { fontSize, color: colours.text, width: fontSize * 12, overflow: 'truncate', interval: 0 },
    },
    series: series.map((s) => ({ type: 'bar', stack: 'all', name: s.name, data: s.values, color: s.colour, barMaxWidth: 26 })),
  };
}

function lines(names: string[], series: ChartSeries[], fontSize: number): Option {
  const shapes = ['circle', 'triangle', 'rect'] as const;
  const strokes = ['solid', 'dashed', 'dotted'] as const;
  return {
    ...common(fontSize),
    legend: legend(fontSize),
    tooltip: { trigger: 'axis', textStyle: { fontSize } },
    xAxis: { type: 'category', data: names, boundaryGap: false, ...axis(fontSize) },
    yAxis: { type: 'value', minInterval: 1, ...axis(fontSize) },
    series: series.map((s, i) => ({
      type: 'line', name: s.name, data: s.values, color: s.colour, symbol: shapes[i % 3], symbolSize: 7, lineStyle: { width: 2, type: strokes[i % 3] },
    })),
  };
}
