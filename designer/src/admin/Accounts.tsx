import { Button } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { FormDialog } from '../parts/Dialog';
import { ChoiceField, TextField } from '../parts/Field';
import { nameOf, RegionField, useRegions, useUsualRegion } from '../parts/places';
import { PageList, rowsOf, usePages } from '../parts/pages';
import { roleTexts } from '../parts/roleTexts';
import { Rows, type Column } from '../parts/Rows';
import { useDone } from '../parts/useDone';
import { fill, useTexts } from '../shared/texts';
import { StateMark } from '../staff/marks';
import { accounts, type Account } from './api';
import { adminTexts } from './texts';

// As many accounts as a search reads; the server searches by whole name only.
const searchedMost = 5000;

export function Accounts() {
  const t = useTexts(adminTexts);
  const r = useTexts(roleTexts);
  const [wanted, setWanted] = useState('');
  const [opening, setOpening] = useState(false);
  const regions = useRegions().data;
  const pages = usePages<Account>(['accounts'], '/api/accounts', { limit: 100 });
  const { hasNextPage, isFetching, fetchNextPage } = pages;
  const read = rowsOf(pages);
  const isSearching = wanted.trim() !== '';
  const readsOn = isSearching && hasNextPage && read.length < searchedMost;

  // The list is ordered by account; a search reads it on to its end.
  useEffect(() => {
    if (readsOn && !isFetching) void fetchNextPage();
  }, [readsOn, isFetching, fetchNextPage]);

  const roleName = (role: Account['grants'][number]['role']) => r[role];
  const rolesOf = (a: Account) => [...new Set(a.grants.map((g) => roleName(g.role)))].join('、');
  const columns: Column<Account>[] = [
    { key: 'account', title: t.account, isName: true, show: (a) => <Link href={`/admin/accounts/${a.account}`}>{a.account}</Link>, cell: (a) => a.account },
    { key: 'name', title: t.displayName, show: (a) => a.displayName ?? t.erased, cell: (a) => a.displayName },
    { key: 'kind', title: t.kind, show: (a) => t[a.kind], cell: (a) => t[a.kind] },
    { key: 'region', title: t.homeRegion, show: (a) => nameOf(regions, a.region), cell: (a) => a.region },
    { key: 'roles', title: t.roles, show: rolesOf, cell: rolesOf },
    { key: 'state', title: t.state, show: (a) => <StateMark tone={a.closed ? 'bad' : 'good'}>{a.closed ? t.closedState : t.openState}</StateMark>, cell: (a) => (a.closed ? t.closedState : t.openState) },
  ];
  const matches = useMemo(() => {
    const text = wanted.trim().toLowerCase();
    return (a: Account) => [a.account, a.displayName ?? '', a.region, nameOf(regions, a.region), ...a.grants.map((g) => roleName(g.role))].some((part) => part.toLowerCase().includes(text));
  }, [wanted, regions, t]);

  const told = readsOn ? fill(t.searching, { n: read.length }) : hasNextPage ? fill(t.searchedSome, { n: read.length }) : fill(t.searched, { n: read.length });
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t.accounts}</h2>
        <Button type="primary" onClick={() => setOpening(true)}>{t.openAccount}</Button>
      </div>
      <div className="bar bar-end"><TextField label={t.findAccount} type="search" value={wanted} onChange={setWanted} /></div>
      {isSearching && <p role="status">{told}</p>}
      <PageList pages={pages}>{(rows) => <Rows caption={t.accounts} columns={columns} rows={isSearching ? rows.filter(matches).slice(0, 200) : rows} rowKey={(a) => a.account} />}</PageList>
      {opening && <OpenDialog onClose={() => setOpening(false)} />}
    </section>
  );
}

function OpenDialog({ onClose }: { onClose: () => void }) {
  const t = useTexts(adminTexts);
  const done = useDone();
  const [, go] = useLocation();
  const usual = useUsualRegion('administrator');
  const [account, setAccount] = useState('');
  const [displayName, setName] = useState('');
  const [kind, setKind] = useState<Account['kind']>('staff');
  const [region, setRegion] = useState(usual);
  const [password, setPassword] = useState('');
  const save = async (key: string) => {
    await accounts.open({ account, displayName, kind, region, password: password === '' ? null : password, grants: [] }, key);
    await done(t.opened, ['accounts']);
    // Its roles are granted on its own page.
    go(`/admin/accounts/${account}`);
  };
  return (
    <FormDialog title={t.openAccount} submit={t.openAccount} onClose={onClose} onSubmit={save}>
      {(error) => (
        <>
          <TextField label={t.account} hint={t.accountHint} pattern="[a-z][a-z0-9_\-]{1,39}" value={account} onChange={setAccount} error={error} at="$.account" />
          <TextField label={t.displayName} maxLength={60} value={displayName} onChange={setName} error={error} at="$.displayName" />
          <ChoiceField label={t.kind} value={kind} onChange={(k) => setKind(k as Account['kind'])} choices={(['staff', 'integrator', 'applicant'] as const).map((k) => ({ value: k, label: t[k] }))} error={error} at="$.kind" />
          <RegionField label={t.homeRegion} value={region} onChange={setRegion} withCountry error={error} at="$.region" />
          <TextField
            label={t.password} type="password" autoComplete="new-password" value={password} onChange={setPassword} maxLength={128}
            required={kind !== 'integrator'} hint={kind === 'integrator' ? t.passwordNoneHint : t.passwordHint} error={error} at="$.password"
          />
        </>
      )}
    </FormDialog>
  );
}
