import { dayTime } from '../shared/format';
import { fill, useTexts } from '../shared/texts';
import { StateMark } from '../staff/marks';
import { Failed, Loading } from '../staff/states';
import { kindText } from './actions/opinion';
import { useReviews, type Case, type ReviewGroup, type Seat } from './api';
import { useDepartmentNames } from './names';
import { SubTitle } from './parts';
import { reviewTexts } from './reviewTexts';
import { caseTexts } from './texts';

const tones = { positive: 'good', negative: 'bad', conditional: 'now', advice: 'quiet' } as const;

/** 会签: which reviews come to one outcome, what it is, and who was added or removed. */
export function Reviews({ shown }: { shown: Case }) {
  const t = useTexts(reviewTexts);
  const nameOf = useDepartmentNames(shown);
  const reviews = useReviews(shown.caseId);
  if (reviews.isPending) return <Loading />;
  if (reviews.isError) return <Failed error={reviews.error} onRetry={() => void reviews.refetch()} />;
  const { groups, signers, late } = reviews.data;
  return (
    <>
      {groups.map((group) => <Group key={group.group} group={group} nameOf={nameOf} />)}
      {signers.length > 0 && <SubTitle>{t.signers}</SubTitle>}
      <ul className="plain">
        {signers.map((s) => (
          <li key={s.taskId}>
            {nameOf(s.department)}{s.officer && ` · ${s.officer}`}{s.position && ` · ${t[s.position]}`}
            {s.host !== null && <span className="quiet"> {dayTime(s.at)} · {fill(t.addedBy, { by: s.by, reason: s.reason })}</span>}
            {s.removedAt !== null && <span className="quiet"> {dayTime(s.removedAt)} · {fill(t.removedFor, { reason: s.removedFor ?? '' })}</span>}
          </li>
        ))}
      </ul>
      {late.length > 0 && <SubTitle>{t.lateNoted}</SubTitle>}
      <ul className="plain">{late.map((l) => <li key={l.taskId}>{nameOf(l.department)}<span className="quiet"> {dayTime(l.at)} · {l.reason}</span></li>)}</ul>
    </>
  );
}

function Group({ group, nameOf }: { group: ReviewGroup; nameOf: (code: string) => string }) {
  const t = useTexts(reviewTexts);
  const rule = fill(t[group.policy], { n: group.k ?? group.threshold ?? '', who: group.lead === null ? '' : nameOf(group.lead) });
  return (
    <div>
      <p>
        <strong>{group.name ?? rule}</strong>{group.name !== null && <span className="quiet"> · {rule}</span>}{' '}
        <StateMark tone={group.outcome === null ? 'quiet' : tones[group.outcome]}>{group.outcome === null ? t.undecided : t[group.outcome]}</StateMark>
        {group.outcomeAt !== null && <span className="quiet"> {dayTime(group.outcomeAt)}{group.outcomeEarly && ` · ${t.early}`}</span>}
      </p>
      <ul className="plain">{group.seats.map((seat) => <Voice key={seat.taskId} seat={seat} group={group} nameOf={nameOf} />)}</ul>
    </div>
  );
}

function Voice({ seat, group, nameOf }: { seat: Seat; group: ReviewGroup; nameOf: (code: string) => string }) {
  const t = useTexts(reviewTexts);
  const words = useTexts(caseTexts);
  const states = { open: words.taskOpen, claimed: words.taskClaimed, done: words.taskDone, cancelled: words.taskCancelled };
  return (
    <li>
      {nameOf(seat.department)} · {seat.opinion === null ? states[seat.state] : words[kindText[seat.opinion]]}{seat.bySilence && ` (${t.silence})`}
      <span className="quiet">{group.policy === 'weighted' && ` · ${fill(t.weightIs, { n: seat.weight })}`}{group.policy === 'veto' && seat.veto && ` · ${t.hasVeto}`}</span>
      <Waiting reasons={seat.waitsFor} />
    </li>
  );
}

const reasons = ['signerBefore', 'order', 'sentBack', 'paused', 'delegated'] as const;

/** Why a task must wait. */
export function Waiting({ reasons: given }: { reasons: readonly string[] | null | undefined }) {
  const t = useTexts(reviewTexts);
  const known = reasons.filter((reason) => given?.includes(reason));
  return known.length === 0 ? null : <span className="quiet"> ⏸ {fill(t.waits, { why: known.map((reason) => t[reason]).join(', ') })}</span>;
}
