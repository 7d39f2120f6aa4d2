import { lazy, Suspense, type ReactNode } from 'react';
import { Loading } from '../staff/states';
import type { ChartProps } from './Chart';

const Chart = lazy(() => import('./Chart'));

/** A picture with the table that says the same beside it; with few words the picture takes the width and they stand under it. */
export function Beside({ title, actions, chart, isWide = false, children }: { title: string; actions?: ReactNode; chart: ChartProps | null; isWide?: boolean; children: ReactNode }) {
  return (
    <section className="panel">
      <div className="panel-head"><h2>{title}</h2>{actions}</div>
      {chart === null ? children : (
        <div className={isWide ? 'beside under' : 'beside'}>
          <Suspense fallback={<Loading />}><Chart {...chart} /></Suspense>
          <div>{children}</div>
        </div>
      )}
    </section>
  );
}
