import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import { FormDialog } from '../parts/Dialog';
import { TextField } from '../parts/Field';
import { Rows, type Column } from '../parts/Rows';
import { partTexts } from '../parts/texts';
import { useDone } from '../parts/useDone';
import { dueDay, exact } from '../shared/format';
import { fill, pick, useTexts } from '../shared/texts';
import { CardMark } from '../staff/marks';
import { Empty } from '../staff/states';
import { useItemNames } from '../case/names';
import { sayOfCard, type CardAction, type CardLine } from './api';
import { oversightTexts } from './texts';

/** Cards in a table, with what the caller may say of each. */
export function CardTable({ caption, cards, withCase }: { caption: string; cards: CardLine[]; withCase: boolean }) {
  const t = useTexts(oversightTexts);
  const p = useTexts(partTexts);
  const [asked, setAsked] = useState<{ card: CardLine; what: CardAction } | null>(null);
  const itemName = useItemNames(cards.filter((c) => c.serviceItem !== null).map((c) => c.jointItem));
  // A step's number says nothing to people: a review is called as its service item.
  const subject = (c: CardLine) => (c.subject.startsWith('task-') && itemName(c.jointItem, c.serviceItem)) || pick(c.subjectName);
  const columns: Column<CardLine>[] = [
    { key: 'card', title: t.card, show: (c) => <CardMark card={c.card} />, cell: (c) => c.card },
    { key: 'rule', title: t.rule, isName: !withCase, show: (c) => pick(c.ruleName), cell: (c) => pick(c.ruleName) },
    { key: 'subject', title: t.subject, show: subject, cell: subject },
    { key: 'department', title: t.department, show: (c) => pick(c.departmentName), cell: (c) => pick(c.departmentName) },
    { key: 'at', title: t.at, show: (c) => <span title={exact(c.at)}>{dueDay(c.at)}</span>, cell: (c) => exact(c.at) },
    { key: 'standing', title: t.standing, show: (c) => <Said card={c} />, cell: (c) => t[`standing_${c.standing}`] },
  ];
  if (withCase) columns.unshift({ key: 'number', title: t.caseNumber, isName: true, show: (c) => <Link href={`/cases/${c.caseId}`}>{c.caseNumber}</Link>, cell: (c) => c.caseNumber });
  if (cards.some((c) => c.actions.length > 0)) {
    columns.push({
      key: 'act', title: p.actions,
      show: (c) => <span className="bar">{c.actions.map((what) => <Button key={what} onClick={() => setAsked({ card: c, what })}>{t[what]}<span className="visually-hidden"> {c.caseNumber} {pick(c.ruleName)}</span></Button>)}</span>,
    });
  }
  return (
    <>
      <Rows caption={caption} columns={columns} rows={cards} rowKey={(c) => `${c.caseId}/${c.id}`} empty={<Empty>{t.noCards}</Empty>} />
      {asked && <SayDialog {...asked} subject={subject(asked.card)} onClose={() => setAsked(null)} />}
    </>
  );
}

function Said({ card }: { card: CardLine }) {
  const t = useTexts(oversightTexts);
  return (
    <>
      {t[`standing_${card.standing}`]}
      {[card.contested, card.settled].map((one, i) => one && one.reason !== '' && <div key={i} className="muted">{fill(t.said, { by: one.by, reason: one.reason })}</div>)}
    </>
  );
}

function SayDialog({ card, what, subject, onClose }: { card: CardLine; what: CardAction; subject: string; onClose: () => void }) {
  const t = useTexts(oversightTexts);
  const done = useDone();
  const [reason, setReason] = useState('');
  const told = { contest: t.contested, lift: t.lifted, uphold: t.upheld }[what];
  const send = async (key: string) => {
    await sayOfCard(card, what, reason.trim(), key);
    await done(told, ['case', card.caseId], ['cards']);
    onClose();
  };
  return (
    <FormDialog title={fill(t[`${what}Title`], { number: card.caseNumber })} submit={t[what]} isDisabled={reason.trim() === ''} onClose={onClose} onSubmit={send}>
      {(error) => (
        <>
          <p><CardMark card={card.card} /> {pick(card.ruleName)} · {subject} · {pick(card.departmentName)} · {dueDay(card.at)}</p>
          <TextField label={t.reason} lines={4} maxLength={2000} value={reason} onChange={setReason} error={error} at="$.reason" />
        </>
      )}
    </FormDialog>
  );
}
