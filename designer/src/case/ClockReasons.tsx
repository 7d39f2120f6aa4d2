import { dayTime, dueDay } from '../shared/format';
import { fill, pick, useTexts } from '../shared/texts';
import type { Clock } from './api';
import { caseTexts } from './texts';

/** What moved a due instant beside start, limit and stops: extensions, edits, calendar notices, special procedures. */
export function ClockReasons({ clock }: { clock: Clock }) {
  const t = useTexts(caseTexts);
  const changes = clock.changes ?? [];
  const specials = clock.specials ?? [];
  const unpublished = clock.unpublishedYears ?? [];
  return (
    <>
      {clock.state === 'running' && clock.statutoryDueAt && clock.statutoryDueAt !== clock.dueAt && <div className="quiet">{fill(t.statutoryDue, { day: dueDay(clock.statutoryDueAt) })}</div>}
      {unpublished.length > 0 && <div>{fill(t.notPublished, { years: unpublished.join(', ') })}</div>}
      {(changes.length > 0 || specials.length > 0) && (
        <ul className="clock-why" aria-label={t.why}>
          {changes.map((c) => (
            <li key={c.at + c.kind}>
              {fill(c.kind === 'extended' ? t.changeExtended : c.kind === 'edited' ? t.changeEdited : t.changeCalendar, {
                at: dayTime(c.at), by: c.by ?? '', old: dueDay(c.oldDueAt), day: dueDay(c.dueAt), authority: c.authority ?? '', reason: c.reason ?? '', calendar: c.calendar ?? '',
              })}
            </li>
          ))}
          {specials.map((s) => (
            <li key={s.beganAt}>
              {fill(t.specialLine, { at: dayTime(s.beganAt), name: pick(s.name), limit: s.limit, told: s.told })}
              {s.endedAt && ` · ${fill(t.specialOver, { at: dayTime(s.endedAt), result: s.result ?? '—' })}`}
            </li>
          ))}
        </ul>
      )}
      {clock.calendar && <div className="quiet">{fill(t.calendarIs, { code: clock.calendar, n: clock.calendarVersion ?? 0 })}</div>}
    </>
  );
}
