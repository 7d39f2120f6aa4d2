import { init, use, type ECharts, type EChartsCoreOption } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

use([SVGRenderer]);

/** A picture that fills the element it is given and follows its size; drawn anew when the option is another. */
export function useChart(option: EChartsCoreOption) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts>(undefined);

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
    chart.current!.setOption(option, { notMerge: true });
  }, [option]);

  return host;
}
