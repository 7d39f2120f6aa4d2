import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import { FormDialog } from '../parts/Dialog';
import { ChoiceField, TextField } from '../parts/Field';
import { PageList, rowsOf, usePages } from '../parts/pages';
import { CsvButton, Rows, type Column } from '../parts/Rows';
import { useDone } from '../parts/useDone';
import { exact } from '../shared/format';
import { store } from '../shared/store';
import { fill, useTexts } from '../shared/texts';
import { StateMark } from '../staff/marks';
import { Empty } from '../staff/states';
import { parked, type ParkedMessage } from './api';
import { messageTexts } from './texts';

const filters = store<{ name: string; state: ParkedMessage['state'] }>('parked.filters', { name: '', state: 'waiting' });
const tones = { waiting: 'now', expired: 'bad', discarded: 'quiet' } as const;

/** Messages that nobody waits for yet, by name; what they say is for the receiving case alone. */
export function Parked() {
  const t = useTexts(messageTexts);
  const { name, state } = filters.use();
  const [asked, setAsked] = useState<{ what: 'discard' | 'resend'; message: ParkedMessage } | null>(null);
  const names = useQuery({ queryKey: ['parked', 'names'], queryFn: ({ signal }) => parked.names(signal) });
  const pages = usePages<ParkedMessage>(['parked'], '/api/parked-messages', { state, ...(name && { name }) });
  const rows = rowsOf(pages);
  const known = (names.data ?? []).map((n) => ({ value: n.name, label: fill(t.named, { name: n.name, n: n.count }) }));
  // A name that was chosen stays a choice when its last message is gone.
  const choices = [{ value: '', label: t.allNames }, ...(name && !known.some((n) => n.value === name) ? [{ value: name, label: name }] : []), ...known];
  const columns: Column<ParkedMessage>[] = [
    { key: 'name', title: t.name, isName: true, show: (m) => m.name, cell: (m) => m.name },
    { key: 'sender', title: t.sender, show: (m) => (m.thrownBy === null ? m.sender : <Link href={`/cases/${m.thrownBy}`}>{t.aCase}</Link>), cell: (m) => m.thrownBy ?? m.sender },
    { key: 'received', title: t.received, show: (m) => exact(m.receivedAt), cell: (m) => m.receivedAt },
    { key: 'expires', title: t.expires, show: (m) => exact(m.expiresAt), cell: (m) => m.expiresAt },
    {
      key: 'state', title: t.state, cell: (m) => m.state,
      show: (m) => <><StateMark tone={tones[m.state]}>{t[m.state]}</StateMark> {m.settledBy !== null && fill(t.settled, { who: m.settledBy, at: exact(m.settledAt), reason: m.reason ?? '' })}</>,
    },
    {
      key: 'what', title: t.what,
      show: (m) => (
        <div className="bar">
          {m.state === 'expired' && <Button size="small" aria-label={fill(t.resendOf, { name: m.name })} onClick={() => setAsked({ what: 'resend', message: m })}>{t.resend}</Button>}
          {m.state !== 'discarded' && <Button size="small" danger aria-label={fill(t.discardOf, { name: m.name })} onClick={() => setAsked({ what: 'discard', message: m })}>{t.discard}</Button>}
        </div>
      ),
    },
  ];
  return (
    <section className="panel">
      <div className="panel-head"><h2>{t.parked}</h2><CsvButton name="parked-messages" columns={columns} rows={rows} /></div>
      <p>{t.parkedLead}</p>
      <div className="bar bar-end">
        <ChoiceField label={t.name} isFilter value={name} onChange={(n) => filters.set({ ...filters.get(), name: n })} choices={choices} />
        <ChoiceField label={t.state} isFilter value={state} onChange={(s) => filters.set({ ...filters.get(), state: s as ParkedMessage['state'] })} choices={(['waiting', 'expired', 'discarded'] as const).map((s) => ({ value: s, label: t[s] }))} />
      </div>
      <PageList pages={pages}>{(shown) => <Rows caption={t.parked} columns={columns} rows={shown} rowKey={(m) => m.id} empty={<Empty>{t.noParked}</Empty>} />}</PageList>
      {asked !== null && <Settle {...asked} onClose={() => setAsked(null)} />}
    </section>
  );
}

function Settle({ what, message, onClose }: { what: 'discard' | 'resend'; message: ParkedMessage; onClose: () => void }) {
  const t = useTexts(messageTexts);
  const done = useDone();
  const [reason, setReason] = useState('');
  const send = async (key: string) => {
    if (what === 'discard') await parked.discard(message.id, reason.trim(), key);
    else await parked.resend(message.id, key);
    await done(what === 'discard' ? t.discardDone : t.resendDone, ['parked']);
    onClose();
  };
  return (
    <FormDialog title={fill(what === 'discard' ? t.discardOf : t.resendOf, { name: message.name })} submit={t[what]} isDangerous={what === 'discard'} onClose={onClose} onSubmit={send}>
      {(error) => (what === 'resend' ? <p>{t.resendAsk}</p> : <TextField label={t.discardReason} lines={3} maxLength={500} value={reason} onChange={setReason} error={error} at="$.reason" />)}
    </FormDialog>
  );
}
