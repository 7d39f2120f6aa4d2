// Opens an integrator's account for a department's own system, with its secrets and its subscription, and writes what the
// system needs to <out>/<account>.env. Sends to RabbitMQ, or to a web server with --webhook.
//   node setup.mjs --url http://127.0.0.1:5080 --data ../../.data --department fire [--region 510104] [--account fire-system]
//                  [--webhook http://127.0.0.1:9000/] [--rabbitmq amqp://…] [--out .]
import { readFileSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';

const { values: given } = parseArgs({ options: Object.fromEntries(['url', 'data', 'department', 'region', 'account', 'webhook', 'rabbitmq', 'out'].map((name) => [name, { type: 'string' }])) });
const { url = 'http://127.0.0.1:5080', data = '../../.data', region = '510104', department, webhook, rabbitmq = process.env.ONEGO_RABBITMQ ?? '', out = '.' } = given;
if (!department) { console.error('setup.mjs needs --department'); process.exit(2); }
const account = given.account ?? `${department}-system`;

async function call(method, path, body, headers) {
  const response = await fetch(url + path, { method, headers: { 'content-type': 'application/json', 'accept-language': 'en', 'idempotency-key': randomUUID(), ...headers }, body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return { answer: JSON.parse(text), cookie: response.headers.getSetCookie().map((c) => c.split(';')[0]).join('; ') };
}

const [name, password] = readFileSync(`${data}/first-admin.txt`, 'utf8').trim().split(/\s+/);
const { answer: session, cookie } = await call('POST', '/api/session', { account: name, password });
const admin = { cookie, 'x-csrf': session.csrf };

// It may see and do what the department's officers may, in this region.
await call('POST', '/api/accounts', { account, region, displayName: account, kind: 'integrator', grants: [{ role: 'integrator', region }, { role: 'officer', region, department }] }, admin);
const { answer: signing } = await call('POST', `/api/accounts/${account}/signing-secrets`, { note: 'signs its commands' }, admin);
const { answer: key } = await call('POST', `/api/accounts/${account}/keys`, { note: 'its own settings' }, admin);
const target = webhook ? { kind: 'webhook', url: webhook } : { kind: 'rabbitmq', routingKeyPrefix: account };
const { answer: subscription } = await call('PUT', `/api/subscriptions/${account}`,
  { region, types: ['dev.onego.task.opened.v1', 'dev.onego.case.concluded.v1'], departments: [department], target, note: 'sample' }, { authorization: `Bearer ${key.key}` });

const settings = {
  ONEGO_URL: url, ONEGO_ACCOUNT: account, ONEGO_DEPARTMENT: department, ONEGO_KEY: key.key, ONEGO_SIGNING_SECRET: signing.secret,
  ONEGO_SUBSCRIPTION_SECRET: subscription.secret, ONEGO_RABBITMQ: rabbitmq,
};
writeFileSync(`${out}/${account}.env`, Object.entries(settings).map(([k, v]) => `${k}=${v}\n`).join(''), { mode: 0o600 });
console.log(`${out}/${account}.env`);
