import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { FormDialog } from '../parts/Dialog';
import { TextField } from '../parts/Field';
import { partTexts } from '../parts/texts';
import { useDone } from '../parts/useDone';
import { api } from '../shared/api';
import { fill, useTexts } from '../shared/texts';
import { Empty, Failed, Loading } from '../staff/states';
import { adminTexts } from './texts';

interface Allowed {
  allow: string[];
}

/** Private addresses that webhooks may be sent to. */
export default function Targets() {
  const t = useTexts(adminTexts);
  const p = useTexts(partTexts);
  const [editing, setEditing] = useState(false);
  const targets = useQuery({ queryKey: ['webhook-targets'], queryFn: ({ signal }) => api.get<Allowed>('/api/settings/webhook-targets', { signal }) });
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t.targets}</h2>
        {targets.data && <Button type="primary" onClick={() => setEditing(true)}>{p.edit}</Button>}
      </div>
      <p>{t.targetsLead}</p>
      {targets.isPending ? <Loading />
        : targets.data === undefined ? <Failed error={targets.error} onRetry={() => void targets.refetch()} />
        : targets.data.allow.length === 0 ? <Empty>{t.noAllowed}</Empty>
        : <ul aria-label={t.allowed}>{targets.data.allow.map((one) => <li key={one}><code>{one}</code></li>)}</ul>}
      {editing && targets.data && <TargetsDialog allow={targets.data.allow} onClose={() => setEditing(false)} />}
    </section>
  );
}

function TargetsDialog({ allow, onClose }: { allow: string[]; onClose: () => void }) {
  const t = useTexts(adminTexts);
  const p = useTexts(partTexts);
  const done = useDone();
  const [text, setText] = useState(allow.join('\n'));
  const wanted = text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  const save = async (key: string) => {
    await api.put('/api/settings/webhook-targets', { allow: wanted }, { key });
    await done(t.targetsSaved, ['webhook-targets']);
    onClose();
  };
  return (
    <FormDialog title={t.targets} submit={p.save} onClose={onClose} onSubmit={save}>
      {(error) => (
        <>
          <TextField label={t.allowed} hint={t.allowedHint} required={false} lines={8} value={text} onChange={setText} error={error} at="$.allow" />
          <p role="status">{fill(t.targetsAsk, { n: wanted.length })}</p>
        </>
      )}
    </FormDialog>
  );
}
