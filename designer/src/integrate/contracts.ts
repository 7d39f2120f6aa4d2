/** A JSON Schema, an AsyncAPI or an OpenAPI document, as far as it is read here. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };

export const isObject = (json: Json | undefined): json is JsonObject => typeof json === 'object' && json !== null && !Array.isArray(json);
const textOf = (json: Json | undefined): string | null => (typeof json === 'string' ? json : null);

/** What a reference within the document points to; anything else is itself. */
export function resolve(json: Json | undefined, document: Json): Json | undefined {
  let found = json;
  // A chain of references is short; one that goes round ends here.
  for (let step = 0; step < 10; step++) {
    if (!isObject(found) || typeof found.$ref !== 'string' || !found.$ref.startsWith('#')) return found;
    found = found.$ref.slice(1).split('/').filter((part) => part !== '')
      .reduce<Json | undefined>((at, part) => (isObject(at) ? at[part.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined), document);
  }
  return undefined;
}

export interface ContractMessage {
  /** "dev.onego.case.accepted.v1" */
  type: string;
  title: string;
  summary: string;
  /** Events are sent to integrators, commands received from them. */
  direction: 'event' | 'command';
  payload: Json | undefined;
}

/** The messages of an AsyncAPI 3 document, each with the direction of the operation that names it. */
export function messagesOf(document: Json): ContractMessage[] {
  if (!isObject(document) || !isObject(document.operations)) return [];
  const found = new Map<string, ContractMessage>();
  for (const one of Object.values(document.operations)) {
    const operation = resolve(one, document);
    if (!isObject(operation)) continue;
    const channel = resolve(operation.channel, document);
    const named = Array.isArray(operation.messages) ? operation.messages : isObject(channel) && isObject(channel.messages) ? Object.values(channel.messages) : [];
    for (const reference of named) {
      const message = resolve(reference, document);
      const type = isObject(message) ? textOf(message.name) : null;
      if (!isObject(message) || type === null || found.has(type)) continue;
      found.set(type, {
        type, title: textOf(message.title) ?? type, summary: textOf(message.summary) ?? textOf(message.description) ?? '',
        direction: operation.action === 'receive' ? 'command' : 'event', payload: message.payload,
      });
    }
  }
  return [...found.values()];
}

export interface ContractChannel {
  name: string;
  summary: string;
  /** A path, an exchange or a queue; null where each subscription has its own. */
  address: string | null;
  description: string;
}

/** The ways that messages of a direction go, from an AsyncAPI 3 document. */
export function channelsOf(document: Json, direction: ContractMessage['direction']): ContractChannel[] {
  if (!isObject(document) || !isObject(document.operations)) return [];
  return Object.entries(document.operations).flatMap(([name, operation]) => {
    const channel = isObject(operation) ? resolve(operation.channel, document) : undefined;
    if (!isObject(operation) || !isObject(channel) || (operation.action === 'receive') !== (direction === 'command')) return [];
    return [{ name, summary: textOf(operation.summary) ?? name, address: textOf(channel.address), description: textOf(channel.description) ?? '' }];
  });
}

/** "case.accepted.v1": what the schema of a type is served under. */
export const schemaName = (type: string): string => type.replace(/^dev\.onego\./, '');

/** "case-accepted-v1": a type in the address of its page, where a dot would name a file. */
export const pageName = (type: string): string => schemaName(type).replaceAll('.', '-');

export interface SchemaField {
  path: string;
  type: string;
  required: boolean;
  description: string;
  limits: string;
}

// Deeper than this nobody reads a table; the JSON is below it.
const depthMost = 6;

/** The members of a JSON Schema as lines, members of members below them. */
export function fieldsOf(schema: Json | undefined, document: Json, path = '', depth = 0): SchemaField[] {
  const known = resolve(schema, document);
  if (!isObject(known) || depth > depthMost) return [];
  if (isObject(known.items) || (known.type === 'array' && known.items !== undefined)) return fieldsOf(known.items, document, `${path}[]`, depth + 1);
  const parts = [known, ...(Array.isArray(known.allOf) ? known.allOf : [])];
  return parts.flatMap((part) => {
    const of = resolve(part, document);
    if (!isObject(of) || !isObject(of.properties)) return [];
    const required = Array.isArray(of.required) ? of.required : [];
    return Object.entries(of.properties).flatMap(([name, member]) => {
      const at = path === '' ? name : `${path}.${name}`;
      const meant = resolve(member, document);
      const own = isObject(member) ? member : {};
      const line: SchemaField = {
        path: at, type: typeOf(member, document), required: required.includes(name),
        description: textOf(own.description) ?? (isObject(meant) ? textOf(meant.description) : null) ?? '', limits: isObject(meant) ? limitsOf(meant) : '',
      };
      return [line, ...fieldsOf(member, document, at, depth + 1)];
    });
  });
}

function typeOf(schema: Json, document: Json): string {
  const known = resolve(schema, document);
  if (!isObject(known)) return '';
  if (known.const !== undefined) return JSON.stringify(known.const);
  if (Array.isArray(known.enum)) return known.enum.map((one) => JSON.stringify(one)).join(' | ');
  const either = known.oneOf ?? known.anyOf;
  if (Array.isArray(either)) return [...new Set(either.map((one) => typeOf(one, document)))].join(' | ');
  const names = (Array.isArray(known.type) ? known.type : [known.type ?? (isObject(known.properties) ? 'object' : '')]).map(String);
  return names.map((name) => (name === 'array' ? `${known.items === undefined ? '' : typeOf(known.items, document)}[]` : name)).join(' | ') + (typeof known.format === 'string' ? ` (${known.format})` : '');
}

const limitNames = ['pattern', 'minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems'] as const;

const limitsOf = (schema: JsonObject): string =>
  limitNames.filter((name) => schema[name] !== undefined).map((name) => `${name} ${String(schema[name])}`).join(', ');

export interface ApiRoute {
  method: string;
  path: string;
  tag: string;
  summary: string;
  description: string;
  operation: JsonObject;
}

const methods = ['get', 'post', 'put', 'delete', 'patch'] as const;

/** The routes of an OpenAPI document, in its order. */
export function routesOf(document: Json): ApiRoute[] {
  if (!isObject(document) || !isObject(document.paths)) return [];
  return Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = isObject(item) ? item[method] : undefined;
      if (!isObject(operation)) return [];
      const tag = Array.isArray(operation.tags) ? textOf(operation.tags[0]) : null;
      return [{ method: method.toUpperCase(), path, tag: tag ?? '', summary: textOf(operation.summary) ?? '', description: textOf(operation.description) ?? '', operation }];
    }));
}

/** The schema of a body, whatever its content type. */
export function bodySchema(body: Json | undefined, document: Json): { contentType: string; schema: Json | undefined } | null {
  const known = resolve(body, document);
  if (!isObject(known) || !isObject(known.content)) return null;
  const first = Object.entries(known.content)[0];
  if (first === undefined) return null;
  return { contentType: first[0], schema: isObject(first[1]) ? first[1].schema : undefined };
}
