// How the attributes of http://onego.dev/schema/approval stand in BPMN: docs/guides/designer.md.
const attribute = (name: string) => ({ name, isAttr: true, type: 'String' });

// What joins opinions, on a gateway that parts, a sub-process or a step: docs/guides/review.md.
const group = ['k', 'threshold', 'lead', 'early', 'weight', 'veto'];

export const approvalNamespace = 'http://onego.dev/schema/approval';

/** The moddle descriptor of our namespace. */
export const approval = {
  name: 'Approval',
  uri: approvalNamespace,
  prefix: 'approval',
  xml: { tagAlias: 'lowerCase' },
  types: [
    {
      name: 'Step',
      isAbstract: true,
      extends: ['bpmn:Activity'],
      properties: ['kind', 'department', 'item', 'jobType', 'retries', 'backoff', 'decision', 'result', 'materials', 'fields', 'policy', 'timeout', 'late', ...group].map(attribute),
    },
    {
      name: 'Fork',
      isAbstract: true,
      extends: ['bpmn:ParallelGateway'],
      properties: ['policy', ...group].map(attribute),
    },
    {
      name: 'Activation',
      isAbstract: true,
      extends: ['bpmn:AdHocSubProcess'],
      properties: [attribute('activate')],
    },
    {
      name: 'Limit',
      superClass: ['Element'],
      meta: { allowedIn: ['bpmn:Activity'] },
      properties: ['days', 'hours', 'basis'].map(attribute),
    },
    {
      name: 'Collection',
      superClass: ['Element'],
      meta: { allowedIn: ['bpmn:MultiInstanceLoopCharacteristics'] },
      properties: ['expression', 'element', 'output', 'outputElement'].map(attribute),
    },
    {
      name: 'Correlation',
      superClass: ['Element'],
      meta: { allowedIn: ['bpmn:Event', 'bpmn:SendTask', 'bpmn:ReceiveTask'] },
      properties: ['key', 'ttl'].map(attribute),
    },
    {
      name: 'Input',
      superClass: ['Element'],
      meta: { allowedIn: ['bpmn:Activity', 'bpmn:ThrowEvent'] },
      properties: ['name', 'value'].map(attribute),
    },
    {
      name: 'Output',
      superClass: ['Element'],
      meta: { allowedIn: ['bpmn:Activity', 'bpmn:CatchEvent'] },
      properties: ['name', 'value'].map(attribute),
    },
  ],
  enumerations: [],
  associations: [],
};
