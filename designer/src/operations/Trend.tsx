import { LineChart, type LineSeriesOption } from 'echarts/charts';
import { GridComponent, TooltipComponent, type GridComponentOption, type TooltipComponentOption } from 'echarts/components';
import { init, use, type ComposeOption, type ECharts } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useElder } from '../shared/elder';
import { colours } from '../staff/theme';

use([LineChart, GridComponent, TooltipComponent, SVGRenderer]);

type Option = ComposeOption<LineSeriesOption | GridComponentOption | TooltipComponentOption>;

export interface TrendSeries {
  name: string;
  colour: string;
  values: (number | null)[];
}

const strokes = ['solid', 'dashed', 'dotted'] as const;

/** A small picture of a quarter of an hour. The list above it names its lines and says what they show. */
export default function Trend({ label, times, series }: { label: string; times: string[]; series: TrendSeries[] }) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts>(undefined);
  const fontSize = useElder() ? 16 : 12;

  useEffect(() => {
    const made = init(host.current!, null, { renderer: 'svg' });
    chart.current = made;
    const resized = new ResizeObserver(() => made.resize());
    resized.observe(host.current!);
    return () => {
      resized.disconnect();
      made.dispose();
    };
  }, []);

  useEffect(() => {
    chart.current!.setOption(option(times, series, fontSize), { notMerge: true });
  }, [times, series, fontSize]);

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
