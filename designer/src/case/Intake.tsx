import { dayTime } from '../shared/format';
import { fill, language, pick, useTexts } from '../shared/texts';
import { StateMark } from '../staff/marks';
import type { Case, Intake as Around } from './api';
import { intakeTexts } from './intakeTexts';
import { limitText } from './limits';
import { materialName, useDepartmentNames } from './names';
import { SubTitle } from './parts';

/** Whether there is anything to say of it. */
export const hasIntake = (intake: Around | null | undefined): intake is Around =>
  intake != null && (intake.checks.length > 0 || intake.deficiency !== null || intake.commitments.length > 0 || intake.agent !== null);

/** What departments found, what was promised, and who acts for whom. */
export function Intake({ shown, intake }: { shown: Case; intake: Around }) {
  const t = useTexts(intakeTexts);
  const wanted = language.use();
  const nameOf = useDepartmentNames(shown);
  const names = (codes: readonly string[]) => codes.map((c) => materialName(shown, c)).join(t.comma);
  const { checks, deficiency, commitments, agent } = intake;
  return (
    <>
      {checks.length > 0 && <SubTitle>{t.checks}</SubTitle>}
      <ul className="plain">
        {checks.map((c) => (
          <li key={c.taskId}>
            {nameOf(c.department)}{' '}
            <StateMark tone={c.missing === null ? 'now' : c.missing.length === 0 ? 'good' : 'bad'}>
              {c.missing === null ? t.checkOpen : c.missing.length === 0 ? t.checkGood : fill(t.checkBad, { n: c.missing.length })}
            </StateMark>
            {c.at !== null && <span className="quiet"> {dayTime(c.at)}</span>}
            {(c.missing ?? []).map((m) => <div key={m.material}>{materialName(shown, m.material)}: {m.reason}</div>)}
          </li>
        ))}
      </ul>
      {deficiency !== null && (
        <>
          <SubTitle>{t.deficiency}</SubTitle>
          <p>{fill(t.deficiencySaid, { at: dayTime(deficiency.at), limit: limitText(deficiency.limit, t), materials: names(deficiency.materials) })}</p>
          <p>{fill(t.promise, { text: deficiency.promise })}</p>
        </>
      )}
      {commitments.length > 0 && <SubTitle>{t.commitments}</SubTitle>}
      <ul className="plain">
        {commitments.map((c) => (
          <li key={c.item}>
            <StateMark tone={c.madeAt === null ? 'quiet' : 'good'}>{c.madeAt === null ? t.commitmentNot : t.commitmentMade}</StateMark> {pick(c.text, wanted)}
            <div className="quiet">
              {[
                ...(c.madeAt === null ? [] : [dayTime(c.madeAt)]), ...(c.replaces.length === 0 ? [] : [fill(t.replaces, { materials: names(c.replaces) })]),
                fill(t.checkWithin, { limit: limitText(c.checkWithin, t) }), ...(c.basis === null ? [] : [c.basis]),
              ].join(' · ')}
            </div>
          </li>
        ))}
      </ul>
      {agent !== null && <><SubTitle>{t.agent}</SubTitle><p>{fill(t.agentIs, { who: agent.account ?? t.agentUnnamed, day: agent.until })}</p></>}
    </>
  );
}
