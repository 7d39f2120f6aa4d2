import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { fill, useTexts } from '../shared/texts';
import { Empty } from '../staff/states';
import { useNarrow } from '../staff/narrow';
import { download, toCsv, type Cell } from './csv';
import { partTexts } from './texts';
import './parts.css';

/** A column of a table, and a line of each card where the window is narrow. */
export interface Column<T> {
  key: string;
  title: string;
  show: (row: T) => ReactNode;
  /** For the download; left out the column is not downloaded. */
  cell?: (row: T) => Cell;
  /** Right-aligned figures. */
  isNumber?: boolean;
  /** Its cell names the row. */
  isName?: boolean;
}

interface RowsProps<T> {
  caption: string;
  columns: Column<T>[];
  rows: T[];
  rowKey: (row: T) => string;
  /** Selected rows, when rows can be selected; the label names a row to those who do not see it. */
  selection?: { chosen: ReadonlySet<string>; onChange: (chosen: Set<string>) => void; nameOf: (row: T) => string };
  empty?: ReactNode;
  /** Hides the caption from sight where a heading says the same. */
  quietCaption?: boolean;
}

/** A table; in a narrow window the same as cards. */
export function Rows<T>({ caption, columns, rows, rowKey, selection, empty, quietCaption = true }: RowsProps<T>) {
  const t = useTexts(partTexts);
  const narrow = useNarrow();
  if (rows.length === 0) return empty ?? <Empty>{t.none}</Empty>;

  const choose = (key: string) => {
    const next = new Set(selection!.chosen);
    if (!next.delete(key)) next.add(key);
    selection!.onChange(next);
  };
  const keys = rows.map(rowKey);
  const allChosen = selection !== undefined && keys.every((key) => selection.chosen.has(key));
  const chooseAll = () => selection!.onChange(allChosen ? new Set() : new Set(keys));
  const box = (row: T) => selection && (
    <label className="rows-box">
      <input type="checkbox" checked={selection.chosen.has(rowKey(row))} onChange={() => choose(rowKey(row))} />
      <span className="visually-hidden">{`${t.select} ${selection.nameOf(row)}`}</span>
    </label>
  );
  const boxAll = selection && (
    <label className="rows-box">
      <input type="checkbox" checked={allChosen} onChange={chooseAll} />
      <span className={narrow ? undefined : 'visually-hidden'}>{t.selectAll}</span>
    </label>
  );

  if (narrow) {
    return (
      <>
        {boxAll}
        <ul className="rows-cards" aria-label={caption}>
          {rows.map((row) => (
            <li key={rowKey(row)} className="panel">
              {box(row)}
              <dl>
                {columns.map((column) => (
                  <div key={column.key}>
                    <dt>{column.title}</dt>
                    <dd>{column.show(row)}</dd>
                  </div>
                ))}
              </dl>
            </li>
          ))}
        </ul>
      </>
    );
  }
  return (
    <div className="rows-scroll" tabIndex={0} role="region" aria-label={`${caption} · ${t.scrolls}`}>
      <table className="rows">
        <caption className={quietCaption ? 'visually-hidden' : undefined}>{caption}</caption>
        <thead>
          <tr>
            {selection && <th scope="col" className="rows-choose">{boxAll}</th>}
            {columns.map((column) => <th key={column.key} scope="col" className={column.isNumber ? 'rows-number' : undefined}>{column.title}</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {selection && <td className="rows-choose">{box(row)}</td>}
              {columns.map((column) =>
                column.isName
                  ? <th key={column.key} scope="row">{column.show(row)}</th>
                  : <td key={column.key} className={column.isNumber ? 'rows-number' : undefined}>{column.show(row)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const pageSize = 50;

/** Rows that are all here already, a page at a time. */
export function PagedRows<T>(props: RowsProps<T>) {
  const t = useTexts(partTexts);
  const [wanted, setPage] = useState(0);
  const last = Math.max(0, Math.ceil(props.rows.length / pageSize) - 1);
  const page = Math.min(wanted, last);
  const from = page * pageSize;
  const shown = props.rows.slice(from, from + pageSize);
  return (
    <>
      <Rows {...props} rows={shown} />
      {last > 0 && (
        <nav className="rows-pages" aria-label={t.pages}>
          <Button disabled={page === 0} onClick={() => setPage(page - 1)}>{t.previous}</Button>
          <span aria-live="polite">{fill(t.shownOf, { from: from + 1, to: from + shown.length, n: props.rows.length })}</span>
          <Button disabled={page === last} onClick={() => setPage(page + 1)}>{t.next}</Button>
        </nav>
      )}
    </>
  );
}

/** Downloads what a table shows. */
export function CsvButton<T>({ name, columns, rows }: { name: string; columns: Column<T>[]; rows: T[] }) {
  const t = useTexts(partTexts);
  const told = columns.filter((column) => column.cell !== undefined);
  const save = () => download(`${name}.csv`, 'text/csv', toCsv(told.map((c) => c.title), rows.map((row) => told.map((c) => c.cell!(row)))));
  return <Button disabled={rows.length === 0} onClick={save}>{t.csv}</Button>;
}
