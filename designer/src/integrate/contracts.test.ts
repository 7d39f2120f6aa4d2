import { expect, test } from 'vitest';
import { bodySchema, channelsOf, fieldsOf, messagesOf, resolve, routesOf, schemaName, type Json } from './contracts';

const asyncapi = {
  asyncapi: '3.0.0',
  channels: { events: { address: '/api/events', messages: { a: { $ref: '#/components/messages/filed' } } }, commands: { messages: { b: { $ref: '#/components/messages/accept' } } } },
  operations: {
    tell: { action: 'send', channel: { $ref: '#/channels/events' }, messages: [{ $ref: '#/channels/events/messages/a' }] },
    hear: { action: 'receive', channel: { $ref: '#/channels/commands' } },
  },
  components: {
    messages: {
      filed: { name: 'dev.onego.case.filed.v1', title: '收件', summary: 'An application was filed', payload: { $ref: '#/components/schemas/filed' } },
      accept: { name: 'dev.onego.case.accept.v1', title: '受理' },
    },
    schemas: { filed: { type: 'object' } },
  },
};

test('events are what is sent, commands what is received, through all references', () => {
  expect(messagesOf(asyncapi).map((m) => [m.type, m.direction, m.title])).toEqual([
    ['dev.onego.case.filed.v1', 'event', '收件'], ['dev.onego.case.accept.v1', 'command', '受理'],
  ]);
  expect(messagesOf({})).toEqual([]);
});

test('each direction has its ways', () => {
  expect(channelsOf(asyncapi, 'event')).toEqual([{ name: 'tell', summary: 'tell', address: '/api/events', description: '' }]);
  expect(channelsOf(asyncapi, 'command').map((c) => c.name)).toEqual(['hear']);
});

test('a reference that goes round ends', () => {
  expect(resolve({ $ref: '#/a' }, { a: { $ref: '#/a' } })).toBeUndefined();
});

test('a schema is served under the type without its prefix', () => {
  expect(schemaName('dev.onego.case.filed.v1')).toBe('case.filed.v1');
});

test('the members of a schema become lines, those of members and of list items below them', () => {
  const schema = {
    type: 'object', required: ['caseId'],
    properties: {
      caseId: { type: 'string', pattern: '^case-', description: 'the case' },
      kind: { enum: ['grant', 'deny'] },
      steps: { type: ['array', 'null'], items: { $ref: '#/$defs/step' } },
    },
    $defs: { step: { type: 'object', properties: { dueAt: { type: 'string', format: 'date-time' } } } },
  };
  expect(fieldsOf(schema, schema)).toEqual([
    { path: 'caseId', type: 'string', required: true, description: 'the case', limits: 'pattern ^case-' },
    { path: 'kind', type: '"grant" | "deny"', required: false, description: '', limits: '' },
    { path: 'steps', type: 'object[] | null', required: false, description: '', limits: '' },
    { path: 'steps[].dueAt', type: 'string (date-time)', required: false, description: '', limits: '' },
  ]);
});

test('a schema that holds itself ends', () => {
  const tree = { type: 'object', properties: { child: { $ref: '#' } } };
  expect(fieldsOf(tree, tree).length).toBeLessThan(20);
});

test('routes come with their method, tag and body', () => {
  const openapi = { paths: { '/api/regions/{code}': { put: { tags: ['Places'], summary: 'Defines a region', requestBody: { content: { 'application/json': { schema: { type: 'object' } } } } }, parameters: [] } } };
  const [route] = routesOf(openapi);
  expect([route!.method, route!.path, route!.tag, route!.summary]).toEqual(['PUT', '/api/regions/{code}', 'Places', 'Defines a region']);
  expect(bodySchema(route!.operation.requestBody, openapi)).toEqual({ contentType: 'application/json', schema: { type: 'object' } });
  expect(bodySchema(undefined, openapi)).toBeNull();
});

const published = import.meta.glob<Json>('../../../docs/contracts/**/*.json', { eager: true, import: 'default' });
const document = (name: string) => published[`../../../docs/contracts/${name}`]!;

test('every published message is found, and its schema has members to show', () => {
  const messages = messagesOf(document('asyncapi.json'));
  expect(new Set(messages.map((m) => m.direction))).toEqual(new Set(['event', 'command']));
  expect(messages.map((m) => schemaName(m.type)).sort()).toEqual(
    Object.keys(published).filter((path) => path.includes('/schemas/')).map((path) => path.split('/').at(-1)!.replace('.json', '')).sort());
  for (const { type } of messages) {
    const schema = document(`schemas/${schemaName(type)}.json`);
    expect(fieldsOf(schema, schema).length, type).toBeGreaterThan(0);
  }
});

test('every published route is found', () => {
  const routes = routesOf(document('openapi.json'));
  expect(routes.some((r) => r.method === 'POST' && r.path === '/api/messages')).toBe(true);
  expect(routes.every((r) => r.summary !== '')).toBe(true);
});
