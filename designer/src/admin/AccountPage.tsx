import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import { FormDialog } from '../parts/Dialog';
import { ChoiceField, TextField } from '../parts/Field';
import { DepartmentField, nameOf, RegionField, useDepartments, useRegions, useUsualRegion } from '../parts/places';
import { roleTexts } from '../parts/roleTexts';
import { Rows, type Column } from '../parts/Rows';
import { partTexts } from '../parts/texts';
import { useDone } from '../parts/useDone';
import type { Grant, Role } from '../shared/session';
import { fill, useTexts } from '../shared/texts';
import { StateMark } from '../staff/marks';
import { Empty, Failed, Loading } from '../staff/states';
import { Absences } from './Absences';
import { accounts, type Account } from './api';
import { Keys } from './Keys';
import { adminTexts } from './texts';

/** One account: its grants, secrets and absences. */
export function AccountPage({ name }: { name: string }) {
  const t = useTexts(adminTexts);
  const regions = useRegions().data;
  const [dialog, setDialog] = useState<'password' | 'close' | null>(null);
  const account = useQuery({ queryKey: ['accounts', name], queryFn: ({ signal }) => accounts.get(name, signal) });
  if (account.isPending) return <Loading />;
  if (account.data === undefined) return <Failed error={account.error} onRetry={() => void account.refetch()} />;
  const shown = account.data;
  const isOpen = !shown.closed;

  return (
    <>
      <Link href="/admin/accounts">← {t.backToAccounts}</Link>
      <section className="panel">
        <div className="panel-head">
          <h2>{shown.displayName ?? t.erased} <span className="muted">{shown.account}</span></h2>
          {isOpen && (
            <div className="bar">
              <Button onClick={() => setDialog('password')}>{t.resetPassword}</Button>
              <Button danger onClick={() => setDialog('close')}>{t.closeAccount}</Button>
            </div>
          )}
        </div>
        <div className="bar">
          <StateMark tone={isOpen ? 'good' : 'bad'}>{isOpen ? t.openState : t.closedState}</StateMark>
          <span>{t[shown.kind]}</span>
          <span>{t.homeRegion}: {nameOf(regions, shown.region)}</span>
        </div>
      </section>
      <Grants account={shown} />
      {shown.kind === 'integrator' && <Keys account={shown} />}
      {shown.grants.some((g) => g.role === 'officer') && <Absences account={shown} />}
      {dialog === 'password' && <PasswordDialog account={shown} onClose={() => setDialog(null)} />}
      {dialog === 'close' && <CloseDialog account={shown} onClose={() => setDialog(null)} />}
    </>
  );
}

function Grants({ account }: { account: Account }) {
  const t = useTexts(adminTexts);
  const r = useTexts(roleTexts);
  const p = useTexts(partTexts);
  const done = useDone();
  const regions = useRegions().data;
  const [granting, setGranting] = useState(false);
  const [revoking, setRevoking] = useState<Grant | null>(null);
  const columns: Column<Grant>[] = [
    { key: 'role', title: t.role, isName: true, show: (g) => r[g.role] },
    { key: 'region', title: t.region, show: (g) => nameOf(regions, g.region) },
    { key: 'department', title: t.department, show: (g) => (g.department === null ? '—' : <DepartmentName region={g.region} code={g.department} />) },
    { key: 'revoke', title: p.actions, show: (g) => !account.closed && <Button danger onClick={() => setRevoking(g)}>{t.revoke}<span className="visually-hidden"> {r[g.role]}</span></Button> },
  ];
  const revoke = async (key: string) => {
    await accounts.revoke(account.account, revoking!.id, key);
    await done(t.revoked, ['accounts']);
    setRevoking(null);
  };
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t.grants}</h2>
        {!account.closed && <Button type="primary" onClick={() => setGranting(true)}>{t.addGrant}</Button>}
      </div>
      <Rows caption={t.grants} columns={columns} rows={account.grants} rowKey={(g) => g.id} empty={<Empty>{t.noGrants}</Empty>} />
      {granting && <GrantDialog account={account} onClose={() => setGranting(false)} />}
      {revoking && (
        <FormDialog title={t.revokeGrant} submit={t.revoke} isDangerous onClose={() => setRevoking(null)} onSubmit={revoke}>
          <p>{fill(t.revokeGrantAsk, { name: account.displayName ?? account.account, role: r[revoking.role] })}</p>
        </FormDialog>
      )}
    </section>
  );
}

function DepartmentName({ region, code }: { region: string; code: string }) {
  return <>{nameOf(useDepartments(region).data, code)}</>;
}

const staffRoles: Role[] = ['officer', 'window', 'supervisor', 'designer', 'auditor', 'administrator'];

function GrantDialog({ account, onClose }: { account: Account; onClose: () => void }) {
  const t = useTexts(adminTexts);
  const r = useTexts(roleTexts);
  const done = useDone();
  const usual = useUsualRegion('administrator');
  const roles: Role[] = account.kind === 'integrator' ? ['integrator'] : account.kind === 'applicant' ? ['applicant', ...staffRoles] : [...staffRoles, 'integrator'];
  const [role, setRole] = useState<Role>(roles[0]!);
  const [region, setRegion] = useState(account.region === '000000' ? usual : account.region);
  const [department, setDepartment] = useState('');
  const hasDepartment = role === 'officer' || role === 'window';
  const save = async (key: string) => {
    await accounts.grant(account.account, { role, region, department: hasDepartment && department !== '' ? department : null }, key);
    await done(t.granted, ['accounts']);
    onClose();
  };
  return (
    <FormDialog title={t.addGrant} submit={t.addGrant} onClose={onClose} onSubmit={save}>
      {(error) => (
        <>
          <ChoiceField label={t.role} value={role} onChange={(one) => setRole(one as Role)} choices={roles.map((one) => ({ value: one, label: r[one] }))} error={error} at="$.role" />
          <RegionField label={t.region} value={region} onChange={(code) => { setRegion(code); setDepartment(''); }} withCountry={!hasDepartment} error={error} at="$.region" />
          {hasDepartment && (
            <DepartmentField label={t.department} region={region} value={department} onChange={setDepartment} required={role === 'officer'} none={role === 'window' ? t.anyDepartment : undefined} error={error} at="$.department" />
          )}
        </>
      )}
    </FormDialog>
  );
}

function PasswordDialog({ account, onClose }: { account: Account; onClose: () => void }) {
  const t = useTexts(adminTexts);
  const done = useDone();
  const [password, setPassword] = useState('');
  const save = async (key: string) => {
    await accounts.password(account.account, password, key);
    await done(t.passwordSet, ['accounts']);
    onClose();
  };
  return (
    <FormDialog title={t.resetPassword} submit={t.resetPassword} onClose={onClose} onSubmit={save}>
      {(error) => (
        <>
          <p>{account.displayName ?? account.account}</p>
          <TextField label={t.newPassword} type="password" autoComplete="new-password" maxLength={128} hint={t.passwordHint} value={password} onChange={setPassword} error={error} at="$.password" />
        </>
      )}
    </FormDialog>
  );
}

function CloseDialog({ account, onClose }: { account: Account; onClose: () => void }) {
  const t = useTexts(adminTexts);
  const done = useDone();
  const [typed, setTyped] = useState('');
  const close = async (key: string) => {
    await accounts.close(account.account, key);
    await done(t.closed, ['accounts']);
    onClose();
  };
  return (
    <FormDialog title={t.closeAccount} submit={t.closeAccount} isDangerous isDisabled={typed.trim() !== account.account} onClose={onClose} onSubmit={close}>
      <p>{fill(t.closeAsk, { name: `${account.displayName ?? ''} (${account.account})` })}</p>
      <TextField label={t.typeToConfirm} value={typed} onChange={setTyped} hint={account.account} />
    </FormDialog>
  );
}
