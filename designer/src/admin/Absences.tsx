import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { FormDialog } from '../parts/Dialog';
import { ChoiceField, TextField } from '../parts/Field';
import { Rows, type Column } from '../parts/Rows';
import { partTexts } from '../parts/texts';
import { useDone } from '../parts/useDone';
import { api, query } from '../shared/api';
import { day } from '../shared/format';
import { useTexts } from '../shared/texts';
import { Empty } from '../staff/states';
import { accounts, type Absence, type Account } from './api';
import { adminTexts } from './texts';

/** When an officer is away (外出), and who may act in its place. */
export function Absences({ account }: { account: Account }) {
  const t = useTexts(adminTexts);
  const p = useTexts(partTexts);
  const done = useDone();
  const [adding, setAdding] = useState(false);
  const [ending, setEnding] = useState<Absence | null>(null);
  const columns: Column<Absence>[] = [
    { key: 'from', title: t.from, isName: true, show: (a) => day(a.from) },
    { key: 'to', title: t.to, show: (a) => day(a.to) },
    { key: 'substitute', title: t.substitute, show: (a) => a.substitute ?? t.noSubstitute },
    { key: 'basis', title: t.basis, show: (a) => a.basis },
    { key: 'end', title: p.actions, show: (a) => !account.closed && <Button danger onClick={() => setEnding(a)}>{p.remove}<span className="visually-hidden"> {day(a.from)}</span></Button> },
  ];
  const end = async (key: string) => {
    await accounts.endAbsence(account.account, ending!.id, key);
    await done(t.absenceEnded, ['accounts'], ['officers']);
    setEnding(null);
  };
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t.absences}</h2>
        {!account.closed && <Button type="primary" onClick={() => setAdding(true)}>{t.addAbsence}</Button>}
      </div>
      <Rows caption={t.absences} columns={columns} rows={account.absences ?? []} rowKey={(a) => a.id} empty={<Empty>{t.noAbsences}</Empty>} />
      {adding && <AbsenceDialog account={account} onClose={() => setAdding(false)} />}
      {ending && (
        <FormDialog title={t.endAbsence} submit={p.remove} isDangerous onClose={() => setEnding(null)} onSubmit={end}>
          <p>{day(ending.from)} – {day(ending.to)}</p>
          <p>{t.endAbsenceAsk}</p>
        </FormDialog>
      )}
    </section>
  );
}

interface Officer {
  account: string;
  displayName: string | null;
}

function AbsenceDialog({ account, onClose }: { account: Account; onClose: () => void }) {
  const t = useTexts(adminTexts);
  const done = useDone();
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [substitute, setSubstitute] = useState('');
  const [basis, setBasis] = useState('');
  const offices = account.grants.filter((g) => g.role === 'officer' && g.department !== null);
  // Those who work in the same departments may stand in.
  const colleagues = useQuery({
    queryKey: ['officers', ...offices.map((o) => `${o.region}.${o.department}`)],
    enabled: offices.length > 0,
    queryFn: async ({ signal }) => {
      const lists = await Promise.all(offices.map((o) => api.get<Officer[]>(query('/api/officers', { region: o.region, department: o.department }), { signal })));
      return [...new Map(lists.flat().map((o) => [o.account, o])).values()].filter((o) => o.account !== account.account);
    },
  });
  const save = async (key: string) => {
    await accounts.addAbsence(account.account, { from, to, substitute: substitute === '' ? null : substitute, basis }, key);
    await done(t.absenceSaved, ['accounts'], ['officers']);
    onClose();
  };
  return (
    <FormDialog title={t.addAbsence} submit={t.addAbsence} onClose={onClose} onSubmit={save}>
      {(error) => (
        <>
          <div className="pair">
            <TextField label={t.from} type="date" value={from} onChange={setFrom} error={error} at="$.from" />
            <TextField label={t.to} type="date" min={from} value={to} onChange={setTo} error={error} at="$.to" />
          </div>
          <ChoiceField
            label={t.substitute} required={false} hint={t.substituteHint} value={substitute} onChange={setSubstitute} none={t.noSubstitute}
            choices={(colleagues.data ?? []).map((o) => ({ value: o.account, label: o.displayName ? `${o.displayName} (${o.account})` : o.account }))} error={error} at="$.substitute"
          />
          <TextField label={t.basis} hint={t.absenceBasisHint} maxLength={200} lines={2} value={basis} onChange={setBasis} error={error} at="$.basis" />
        </>
      )}
    </FormDialog>
  );
}
