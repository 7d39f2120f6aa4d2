import { Button } from 'antd';
import { useState } from 'react';
import { day, dayTime, dueDay } from '../shared/format';
import { fill, language, useTexts } from '../shared/texts';
import { CardMark, StateMark } from '../staff/marks';
import { Failed, Loading } from '../staff/states';
import { useClocks, type Case, type Clock, type ClockDay } from './api';
import { ClockReasons } from './ClockReasons';
import { remainingText, stopText, useClockName, usedText } from './clocks';
import { caseTexts } from './texts';

/** The running clocks first, each with what is left and why; the ended ones behind them. */
export function Clocks({ shown, only }: { shown: Case; only?: string[] }) {
  const t = useTexts(caseTexts);
  const [all, setAll] = useState(false);
  language.use();
  const clocks = shown.clocks.filter((c) => only === undefined || all || only.includes(c.clock));
  const live = clocks.filter((c) => c.state !== 'ended');
  const ended = clocks.filter((c) => c.state === 'ended');
  const hidden = only === undefined ? 0 : shown.clocks.filter((c) => !only.includes(c.clock)).length;
  return (
    <>
      <ul className="clocks">
        {live.map((c) => <ClockLine key={c.clock} shown={shown} clock={c} />)}
        {(all || live.length === 0) && ended.map((c) => <ClockLine key={c.clock} shown={shown} clock={c} />)}
      </ul>
      {((live.length > 0 && ended.length > 0) || hidden > 0) && (
        <Button type="link" className="no-print" aria-expanded={all} onClick={() => setAll(!all)}>{all ? t.clocksFewer : fill(t.clocksAll, { n: shown.clocks.length })}</Button>
      )}
    </>
  );
}

function ClockLine({ shown, clock }: { shown: Case; clock: Clock }) {
  const t = useTexts(caseTexts);
  const nameOf = useClockName(shown);
  const [open, setOpen] = useState(false);
  const share = Math.max(0, Math.min(100, (clock.used / clock.limit) * 100));
  const stop = clock.stoppedFor === null ? null : t[stopText[clock.stoppedFor] ?? 'unknownReason'];
  return (
    <li>
      <div className="clock-head">
        <strong>{nameOf(clock.clock)}</strong>
        <CardMark card={clock.card} />
        {clock.state === 'stopped' && <StateMark tone="quiet" shape="❚❚">{t.clockStopped}</StateMark>}
        {clock.state === 'ended' && <StateMark tone="quiet" shape="✓">{t.clockEnded}</StateMark>}
      </div>
      {clock.state !== 'ended' && <div className="clock-left">{remainingText(clock, t)}</div>}
      <div className={`clock-bar clock-${clock.card}`} aria-hidden="true"><span style={{ width: `${share}%` }} /></div>
      <div className="quiet">
        {usedText(clock, t)}
        {clock.statutoryLimit !== null && clock.statutoryLimit !== clock.limit && ` · ${fill(t.statutory, { n: clock.statutoryLimit })}`}
        {clock.state !== 'ended' && clock.dueAt && ` · ${fill(t.due, { day: dueDay(clock.dueAt) })}`}
        {clock.endedAt && ` · ${fill(t.endedOn, { at: dayTime(clock.endedAt) })}`}
        {clock.provisional && ` · ${t.provisional}`}
      </div>
      {stop !== null && <div>{fill(t.stoppedFor, { reason: stop })}{clock.stoppedBasis && <span className="quiet"> · {clock.stoppedBasis}</span>}</div>}
      {clock.state !== 'stopped' && clock.stops.length > 0 && <div className="quiet">{fill(t.stopsPast, { n: clock.stops.length })}</div>}
      <ClockReasons clock={clock} />
      <Button type="link" className="no-print" aria-expanded={open} onClick={() => setOpen(!open)}>{open ? t.daysHide : t.daysShow}</Button>
      {open && <Days caseId={shown.caseId} clock={clock.clock} />}
    </li>
  );
}

const kindKey: Record<string, keyof typeof caseTexts> = { weekday: 'dayWeekday', weekend: 'dayWeekend', holiday: 'dayHoliday', makeUp: 'dayMakeUp', half: 'dayHalf', halfDay: 'dayHalf' };
const roleKey: Record<ClockDay['role'], keyof typeof caseTexts> = { start: 'roleStart', counted: 'roleCounted', notWorking: 'roleNotWorking', stopped: 'roleStopped' };

/** Why a limit ends on its day: what each day adds. */
function Days({ caseId, clock }: { caseId: string; clock: string }) {
  const t = useTexts(caseTexts);
  const [asOf, setAsOf] = useState('');
  const then = asOf === '' ? null : new Date(asOf).toISOString();
  const explained = useClocks(caseId, true, then);
  if (explained.isPending) return <Loading />;
  if (explained.isError) return <Failed error={explained.error} onRetry={() => void explained.refetch()} />;
  const known = explained.data.find((c) => c.clock.clock === clock);
  const days = known?.days ?? [];
  return (
    <>
    <label className="no-print quiet days-as-of"><span>{t.asOf}</span> <input type="datetime-local" value={asOf} onChange={(e) => setAsOf(e.target.value)} /></label>
    {then !== null && known !== undefined && <ClockReasons clock={known.clock} />}
    <div className="days" tabIndex={0} role="region" aria-label={t.daysTable}>
      <table>
        <caption className="visually-hidden">{t.daysTable}</caption>
        <thead><tr><th scope="col">{t.dayDate}</th><th scope="col">{t.dayKind}</th><th scope="col">{t.dayRole}</th><th scope="col">{t.dayTotal}</th></tr></thead>
        <tbody>
          {days.map((d) => (
            <tr key={d.date} className={d.isDue ? 'due' : d.role === 'counted' ? '' : 'quiet'}>
              <th scope="row">{day(`${d.date}T04:00:00Z`)}</th>
              <td>{t[kindKey[d.kind] ?? 'dayOther']}{!d.published && ` (${t.dayUnpublished})`}</td>
              <td>{t[roleKey[d.role]]}</td>
              <td>{d.total}{d.isDue && <strong> ◀ {t.dayDue}</strong>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
    </>
  );
}
