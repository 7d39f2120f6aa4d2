import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { FormDialog, SecretDialog } from '../parts/Dialog';
import { TextField } from '../parts/Field';
import { nameOf, useDepartmentsWithin, useJointItems, useRegions } from '../parts/places';
import { CsvButton, PagedRows, type Column } from '../parts/Rows';
import { partTexts } from '../parts/texts';
import { useDone } from '../parts/useDone';
import { newKey } from '../shared/api';
import { count, exact } from '../shared/format';
import { hasRole, session } from '../shared/session';
import { fill, useTexts } from '../shared/texts';
import { StateMark } from '../staff/marks';
import { Empty, Failed, Loading, ProblemText } from '../staff/states';
import { subscriptions, type Delivery, type HeldCase, type Subscription } from './api';
import { SubscriptionDialog } from './SubscriptionDialog';
import { addressOf, SubscriptionState } from './Subscriptions';
import { integrateTexts } from './texts';

type Asked = 'edit' | 'pause' | 'rotate' | 'remove' | null;

/** One subscription: how far it has come, what it holds, and its last deliveries. */
export function SubscriptionPage({ id }: { id: string }) {
  const t = useTexts(integrateTexts);
  const [asked, setAsked] = useState<Asked>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const found = useQuery({ queryKey: ['subscriptions', id], queryFn: ({ signal }) => subscriptions.get(id, signal), refetchInterval: 5000 });
  const back = <Link href="/integrate/subscriptions">← {t.back}</Link>;
  if (found.isPending) return <>{back}<Loading /></>;
  if (found.data === undefined) return <>{back}<Failed error={found.error} onRetry={() => void found.refetch()} /></>;
  const shown = found.data;
  const close = () => setAsked(null);
  return (
    <>
      {back}
      <Head subscription={shown} onAsk={setAsked} />
      <Held held={shown.held} />
      <Deliveries id={id} />
      {asked === 'edit' && <SubscriptionDialog subscription={shown} onClose={close} onSecret={setSecret} />}
      {asked !== null && asked !== 'edit' && <Ask what={asked} id={id} onClose={close} onSecret={setSecret} />}
      {secret !== null && <SecretDialog title={t.rotate} name={t.secret} secret={secret} onClose={() => setSecret(null)}><p>{t.secretHint}</p></SecretDialog>}
    </>
  );
}

function Head({ subscription: shown, onAsk }: { subscription: Subscription; onAsk: (what: Asked) => void }) {
  const t = useTexts(integrateTexts);
  const p = useTexts(partTexts);
  const done = useDone();
  const who = session.use();
  const mayDefine = hasRole(who, 'integrator') && who?.account === shown.account;
  const regions = useRegions().data;
  const items = useJointItems().data;
  const departments = useDepartmentsWithin(shown.region);
  const [busy, setBusy] = useState<'test' | 'resume' | null>(null);
  const [told, setTold] = useState<{ good: boolean; text: string } | null>(null);
  const [error, setError] = useState<unknown>(null);

  const act = async (what: 'test' | 'resume') => {
    setBusy(what);
    setError(null);
    setTold(null);
    try {
      if (what === 'resume') {
        await subscriptions.resume(shown.id, newKey());
        await done(t.resumed, ['subscriptions']);
      } else {
        const result = await subscriptions.test(shown.id, newKey());
        setTold({
          good: result.delivered,
          text: result.delivered ? fill(t.testGood, { status: result.status ?? 'OK', ms: result.milliseconds }) : fill(t.testBad, { error: result.error ?? String(result.status ?? '') }),
        });
      }
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(null);
    }
  };
  const facts: [string, React.ReactNode][] = [
    [t.state, <SubscriptionState key="state" of={shown} />],
    [t.target, addressOf(shown)],
    [t.account, shown.account],
    [t.region, nameOf(regions, shown.region)],
    [t.lag, shown.lag === 0 ? t.upToDate : fill(t.lagN, { n: count(shown.lag) })],
    [t.position, count(shown.position)],
    [t.delivered, count(shown.delivered)],
    [t.lastDelivered, exact(shown.lastDeliveredAt) || t.never],
    [t.lastError, shown.lastError === null ? '—' : `${exact(shown.lastErrorAt)} ${shown.lastError}`],
    [t.jointItems, shown.jointItems.map((code) => nameOf(items, code)).join(p.comma) || p.all],
    [t.departments, shown.departments.map((code) => nameOf(departments, code)).join(p.comma) || p.all],
  ];
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{shown.id} {shown.note && <span className="muted">{shown.note}</span>}</h2>
        <div className="bar">
          {mayDefine && <Button onClick={() => onAsk('edit')}>{t.editSubscription}</Button>}
          {mayDefine && <Button loading={busy === 'test'} onClick={() => void act('test')}>{t.test}</Button>}
          {mayDefine && <Button onClick={() => onAsk('rotate')}>{t.rotate}</Button>}
          {shown.state === 'paused'
            ? <Button type="primary" loading={busy === 'resume'} onClick={() => void act('resume')}>{t.resume}</Button>
            : <Button onClick={() => onAsk('pause')}>{t.pause}</Button>}
          <Button danger onClick={() => onAsk('remove')}>{t.remove}</Button>
        </div>
      </div>
      <div role="status">{told && <StateMark tone={told.good ? 'good' : 'bad'}>{told.text}</StateMark>}</div>
      {error !== null && <Alert type="error" role="alert" title={<ProblemText error={error} />} />}
      <dl className="fact-grid">{facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
      <h3>{t.types}</h3>
      <ul>{shown.types.map((type) => <li key={type}><code>{type}</code></li>)}</ul>
    </section>
  );
}

function Ask({ what, id, onClose, onSecret }: { what: 'pause' | 'rotate' | 'remove'; id: string; onClose: () => void; onSecret: (secret: string) => void }) {
  const t = useTexts(integrateTexts);
  const done = useDone();
  const client = useQueryClient();
  const [, go] = useLocation();
  const [typed, setTyped] = useState('');
  const send = async (key: string) => {
    if (what === 'pause') {
      await subscriptions.pause(id, key);
      await done(t.paused, ['subscriptions']);
    } else if (what === 'rotate') {
      const { secret } = await subscriptions.rotate(id, key);
      if (secret === null) throw new Error(t.noSecret);
      await done(null, ['subscriptions']);
      onSecret(secret);
    } else {
      await subscriptions.remove(id, key);
      // The list only: nobody asks again for what is gone.
      await client.invalidateQueries({ queryKey: ['subscriptions'], exact: true });
      go('/integrate/subscriptions');
      await done(t.removed);
    }
    onClose();
  };
  return (
    <FormDialog title={t[what]} submit={t[what]} isDangerous={what === 'remove'} isDisabled={what === 'remove' && typed.trim() !== id} onClose={onClose} onSubmit={send}>
      <p>{t[`${what}Ask`]}</p>
      {what === 'remove' && <TextField label={t.typeToConfirm} hint={id} value={typed} onChange={setTyped} />}
    </FormDialog>
  );
}

function Held({ held }: { held: HeldCase[] }) {
  const t = useTexts(integrateTexts);
  const columns: Column<HeldCase>[] = [
    { key: 'case', title: t.case, isName: true, show: (h) => <code>{h.caseId}</code>, cell: (h) => h.caseId },
    { key: 'position', title: t.position, isNumber: true, show: (h) => h.position, cell: (h) => h.position },
    { key: 'attempts', title: t.attempts, isNumber: true, show: (h) => h.attempts, cell: (h) => h.attempts },
    { key: 'next', title: t.nextTry, show: (h) => exact(h.nextTry), cell: (h) => h.nextTry },
    { key: 'error', title: t.error, show: (h) => h.error ?? '—', cell: (h) => h.error },
  ];
  return (
    <section className="panel">
      <h2>{t.held}</h2>
      <p className="muted">{t.heldLead}</p>
      <PagedRows caption={t.held} columns={columns} rows={held} rowKey={(h) => h.caseId} empty={<Empty>{t.noHeld}</Empty>} />
    </section>
  );
}

function Deliveries({ id }: { id: string }) {
  const t = useTexts(integrateTexts);
  const list = useQuery({ queryKey: ['subscriptions', id, 'deliveries'], queryFn: ({ signal }) => subscriptions.deliveries(id, signal), refetchInterval: 5000 });
  const columns: Column<Delivery>[] = [
    { key: 'at', title: t.at, show: (d) => exact(d.at), cell: (d) => d.at },
    { key: 'type', title: t.type, isName: true, show: (d) => <code>{d.type}</code>, cell: (d) => d.type },
    { key: 'message', title: t.message, show: (d) => <code>{d.messageId}</code>, cell: (d) => d.messageId },
    { key: 'attempt', title: t.attempt, isNumber: true, show: (d) => d.attempt, cell: (d) => d.attempt },
    { key: 'outcome', title: t.outcome, show: (d) => <StateMark tone={d.outcome === 'delivered' ? 'good' : 'bad'}>{t[`outcome_${d.outcome}`]}</StateMark>, cell: (d) => t[`outcome_${d.outcome}`] },
    { key: 'status', title: t.status, isNumber: true, show: (d) => d.status ?? '—', cell: (d) => d.status },
    { key: 'ms', title: t.duration, isNumber: true, show: (d) => d.milliseconds, cell: (d) => d.milliseconds },
    { key: 'error', title: t.error, show: (d) => d.error ?? '—', cell: (d) => d.error },
  ];
  return (
    <section className="panel">
      <div className="panel-head"><h2>{t.deliveries}</h2><CsvButton name={`deliveries-${id}`} columns={columns} rows={list.data ?? []} /></div>
      {list.isPending ? <Loading />
        : list.data === undefined ? <Failed error={list.error} onRetry={() => void list.refetch()} />
        : <PagedRows caption={t.deliveries} columns={columns} rows={list.data} rowKey={(d) => `${d.messageId}.${d.attempt}.${d.at}`} empty={<Empty>{t.noDeliveries}</Empty>} />}
    </section>
  );
}
