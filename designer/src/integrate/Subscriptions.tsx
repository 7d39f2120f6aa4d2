import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import { SecretDialog } from '../parts/Dialog';
import { CsvButton, PagedRows, type Column } from '../parts/Rows';
import { api } from '../shared/api';
import { count, exact } from '../shared/format';
import { hasRole, session } from '../shared/session';
import { fill, useTexts, type Texts } from '../shared/texts';
import { StateMark } from '../staff/marks';
import { Empty, Failed, Loading } from '../staff/states';
import { subscriptions, type Broker, type Subscription } from './api';
import { SubscriptionDialog } from './SubscriptionDialog';
import { integrateTexts } from './texts';

type T = Texts<typeof integrateTexts>;

const troubles: Record<string, keyof typeof integrateTexts> = {
  'broker-away': 'trouble_broker_away', 'broker-blocked': 'trouble_broker_blocked', 'broker-not-configured': 'trouble_broker_not_configured', 'not-authorised': 'trouble_not_authorised',
  'too-many-held': 'trouble_too_many_held', 'secret-missing': 'trouble_secret_missing',
};

/** Why a subscription sends nothing, in words; a newer reason as it stands. */
export const troubleOf = (trouble: string, t: T): string => (troubles[trouble] === undefined ? trouble : t[troubles[trouble]]);

export function SubscriptionState({ of }: { of: Subscription }) {
  const t = useTexts(integrateTexts);
  const tone = of.state === 'active' ? 'good' : of.state === 'paused' ? 'quiet' : 'bad';
  return <><StateMark tone={tone} shape={of.state === 'paused' ? '❚❚' : undefined}>{t[`state_${of.state}`]}</StateMark>{of.trouble && <> {troubleOf(of.trouble, t)}</>}</>;
}

export const addressOf = (of: Subscription): string => (of.target.kind === 'webhook' ? of.target.url ?? '' : `RabbitMQ ${of.target.routingKeyPrefix ?? ''}`.trim());

export function Subscriptions() {
  const t = useTexts(integrateTexts);
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const mayDefine = hasRole(session.use(), 'integrator');
  const list = useQuery({ queryKey: ['subscriptions'], queryFn: ({ signal }) => subscriptions.list(signal), refetchInterval: 10_000 });
  const broker = useQuery({ queryKey: ['broker'], queryFn: ({ signal }) => api.get<Broker>('/api/broker', { signal }), refetchInterval: 30_000 });
  const lag = (s: Subscription) => (s.lag === 0 ? t.upToDate : fill(t.lagN, { n: count(s.lag) }));
  const columns: Column<Subscription>[] = [
    { key: 'id', title: t.id, isName: true, show: (s) => <Link href={`/integrate/subscriptions/${s.id}`}>{s.id}</Link>, cell: (s) => s.id },
    { key: 'note', title: t.note, show: (s) => s.note || '—', cell: (s) => s.note },
    { key: 'account', title: t.account, show: (s) => s.account, cell: (s) => s.account },
    { key: 'target', title: t.target, show: addressOf, cell: addressOf },
    { key: 'types', title: t.types, isNumber: true, show: (s) => fill(t.typesN, { n: s.types.length }), cell: (s) => s.types.join(' ') },
    { key: 'state', title: t.state, show: (s) => <SubscriptionState of={s} />, cell: (s) => t[`state_${s.state}`] },
    { key: 'lag', title: t.lag, show: lag, cell: (s) => s.lag },
    { key: 'held', title: t.held, isNumber: true, show: (s) => count(s.heldCases), cell: (s) => s.heldCases },
    { key: 'last', title: t.lastDelivered, show: (s) => exact(s.lastDeliveredAt) || t.never, cell: (s) => s.lastDeliveredAt },
  ];
  const brokerState = broker.data && { connected: t.broker_connected, blocked: t.broker_blocked, away: t.broker_away, 'not-configured': t.broker_notConfigured }[broker.data.state];
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t.subscriptions}</h2>
        <div className="bar">
          <CsvButton name="subscriptions" columns={columns} rows={list.data ?? []} />
          {mayDefine && <Button type="primary" onClick={() => setAdding(true)}>{t.addSubscription}</Button>}
        </div>
      </div>
      {broker.data && brokerState && <p>{t.broker}: {fill(brokerState, { address: broker.data.address ?? '', error: broker.data.error ?? '' })}</p>}
      {list.isPending ? <Loading />
        : list.data === undefined ? <Failed error={list.error} onRetry={() => void list.refetch()} />
        : <PagedRows caption={t.subscriptions} columns={columns} rows={list.data} rowKey={(s) => `${s.account}.${s.id}`} empty={<Empty>{t.noSubscriptions}</Empty>} />}
      {adding && <SubscriptionDialog subscription={null} onClose={() => setAdding(false)} onSecret={setSecret} />}
      {secret !== null && <SecretDialog title={t.addSubscription} name={t.secret} secret={secret} onClose={() => setSecret(null)}><p>{t.secretHint}</p></SecretDialog>}
    </section>
  );
}
