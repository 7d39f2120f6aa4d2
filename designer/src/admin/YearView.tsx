import { fill, useTexts } from '../shared/texts';
import { calendarTexts } from './calendarTexts';
import type { Notice } from './api';
import { weekday, works, yearOf, type CalendarDay, type DayKind } from './days';
import './calendar.css';

/** The working days of a year, month by month; the kind of a day is told by a word, not by its colour alone. */
export function YearView({ year, notices }: { year: number; notices: readonly Notice[] }) {
  const t = useTexts(calendarTexts);
  const months = yearOf(year, notices);
  const days = months.flat();
  const count = (is: (kind: DayKind) => boolean) => days.filter((d) => is(d.kind)).length;
  const isPublished = notices.some((n) => n.year === year);
  return (
    <>
      {!isPublished && <p className="calendar-provisional" role="status">⚠ {fill(t.notPublished, { year })}</p>}
      <p>{fill(t.yearSum, { working: count(works), makeUp: count((k) => k === 'makeUp'), off: count((k) => k === 'off') })}</p>
      <ul className="calendar-legend" aria-label={t.legend}>
        {(['working', 'weekend', 'off', 'makeUp', 'half'] as const).map((kind) => (
          <li key={kind}><span className={`day day-${kind}`} aria-hidden="true">1</span>{t[`day_${kind}`]}</li>
        ))}
      </ul>
      <div className="calendar-year">{months.map((month, i) => <Month key={i} number={i + 1} days={month} />)}</div>
    </>
  );
}

const marked: Partial<Record<DayKind, 'mark_off' | 'mark_makeUp' | 'mark_half'>> = { off: 'mark_off', makeUp: 'mark_makeUp', half: 'mark_half' };

function Month({ number, days }: { number: number; days: CalendarDay[] }) {
  const t = useTexts(calendarTexts);
  const before = weekday(days[0]!.date);
  const cells: (CalendarDay | null)[] = [...Array.from({ length: before }, () => null), ...days];
  while (cells.length % 7 !== 0) cells.push(null);
  const weeks = Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
  return (
    <table className="calendar-month">
      <caption>{fill(t.month, { n: number })}</caption>
      <thead><tr>{[...t.weekdays].map((name, i) => <th key={i} scope="col">{name}</th>)}</tr></thead>
      <tbody>
        {weeks.map((week, i) => (
          <tr key={i}>
            {week.map((day, j) => {
              if (day === null) return <td key={j} />;
              const mark = marked[day.kind];
              return (
                <td key={j}>
                  <span className={`day day-${day.kind}`} title={t[`day_${day.kind}`]}>
                    {Number(day.date.slice(8))}
                    {mark && <small>{t[mark]}</small>}
                  </span>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
