import { LineChart, type LineSeriesOption } from 'echarts/charts';
import { GridComponent, TooltipComponent, type GridComponentOption, type TooltipComponentOption } from 'echarts/components';
import { use, type ComposeOption } from 'echarts/core';
import { useMemo } from 'react';
import { useElder } from '../shared/elder';
import { colours } from '../staff/theme';
import { useChart } from '../staff/useChart';

use([LineChart, GridComponent, TooltipComponent]);

type Option = ComposeOption<LineSeriesOption | GridComponentOption | TooltipComponentOption>;

export interface TrendSeries {
  name: string;
  colour: string;
  values: (number | null)[];
}

const strokes = ['solid', 'dashed', 'dotted'] as const;

/** A small picture of a quarter of an hour. The list above it names its lines and says what they show. */
export default function Trend({ label, times, series }: { label: string; times: string[]; series: TrendSeries[] }) {
  const fontSize = useElder() ? 16 : 12;

  const host = useChart(useMemo(() => option(times, series, fontSize), [times, series, fontSize]));

  return <div ref={host} className="trend" role="img" aria-label={label} />;
}

function option(times: string[], series: TrendSeries[], fontSize: number): Option {
  const axis = { axisLabel: { fontSize, color: colours.text }, axisLine: { lineStyle: { color: colours.border } }, splitLine: { lineStyle: { color: colours.line } } };
  return {
    animation: false,
    textStyle: { fontSize, color: colours.text },
    grid: { left: 4, right: 16, top: 12, bottom: 4, containLabel: true },
    tooltip: { trigger: 'axis', confine: true, textStyle: { fontSize } },
    xAxis: { type: 'category', data: times, boundaryGap: false, ...axis, axisLabel: { ...axis.axisLabel, hideOverlap: true } },
    yAxis: { type: 'value', min: 0, splitNumber: 3, ...axis },
    series: series.map((s, i) => ({ type: 'line', name: s.name, data: s.values, color: s.colour, showSymbol: s.values.filter((v) => v !== null).length < 2, connectNulls: false, lineStyle: { width: 2, type: strokes[i % 3] } })),
  };
}
