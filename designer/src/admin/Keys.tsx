import { Button } from 'antd';
import { useState } from 'react';
import { FormDialog, SecretDialog } from '../parts/Dialog';
import { TextField } from '../parts/Field';
import { Rows, type Column } from '../parts/Rows';
import { partTexts } from '../parts/texts';
import { useDone } from '../parts/useDone';
import { exact } from '../shared/format';
import { fill, useTexts } from '../shared/texts';
import { Empty } from '../staff/states';
import { accounts, type Account, type ApiKey } from './api';
import { adminTexts } from './texts';

type Kind = 'key' | 'secret';

/** An integrator's API keys and signing secrets. Each is shown once, when it is issued. */
export function Keys({ account }: { account: Account }) {
  return (
    <>
      <KeyList account={account} kind="key" keys={account.keys} />
      <KeyList account={account} kind="secret" keys={account.signingSecrets ?? []} />
    </>
  );
}

function KeyList({ account, kind, keys }: { account: Account; kind: Kind; keys: ApiKey[] }) {
  const t = useTexts(adminTexts);
  const p = useTexts(partTexts);
  const done = useDone();
  const [issuing, setIssuing] = useState(false);
  const [issued, setIssued] = useState<string | null>(null);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const [note, setNote] = useState('');
  const isKey = kind === 'key';
  const title = isKey ? t.keys : t.secrets;
  const issueTitle = isKey ? t.issueKey : t.issueSecret;

  const issue = async (key: string) => {
    const secret = isKey ? (await accounts.issueKey(account.account, note, key)).key : (await accounts.issueSecret(account.account, note, key)).secret;
    setIssued(secret);
    setIssuing(false);
    setNote('');
    await done(null, ['accounts']);
  };
  const revoke = async (key: string) => {
    await (isKey ? accounts.revokeKey : accounts.revokeSecret)(account.account, revoking!.id, key);
    await done(t.revoked, ['accounts']);
    setRevoking(null);
  };
  const columns: Column<ApiKey>[] = [
    { key: 'note', title: t.keyNote, isName: true, show: (k) => k.note },
    { key: 'at', title: t.issuedAt, show: (k) => exact(k.issuedAt) },
    { key: 'revoke', title: p.actions, show: (k) => !account.closed && <Button danger onClick={() => setRevoking(k)}>{t.revoke}<span className="visually-hidden"> {k.note}</span></Button> },
  ];
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{title}</h2>
        {!account.closed && <Button type="primary" onClick={() => setIssuing(true)}>{issueTitle}</Button>}
      </div>
      {!isKey && <p className="muted">{t.secretsHint}</p>}
      <Rows caption={title} columns={columns} rows={keys} rowKey={(k) => k.id} empty={<Empty>{isKey ? t.noKeys : t.noSecrets}</Empty>} />
      {issuing && (
        <FormDialog title={issueTitle} submit={issueTitle} onClose={() => setIssuing(false)} onSubmit={issue}>
          {(error) => <TextField label={t.keyNote} maxLength={200} value={note} onChange={setNote} error={error} at="$.note" />}
        </FormDialog>
      )}
      {issued !== null && <SecretDialog title={issueTitle} name={title} secret={issued} onClose={() => setIssued(null)} />}
      {revoking && (
        <FormDialog title={t.revokeKey} submit={t.revoke} isDangerous onClose={() => setRevoking(null)} onSubmit={revoke}>
          <p>{fill(t.revokeKeyAsk, { note: revoking.note })}</p>
        </FormDialog>
      )}
    </section>
  );
}
