import { texts } from '../shared/texts';
import { eventTexts } from './eventTexts';

export const bpmnTexts = texts({
  ...eventTexts,
  outline: ['流程要素', 'Elements'],
  diagram: ['流程图', 'Diagram'],
  diagramHint: ['流程图；右侧（或下方）列表可用键盘选择每个要素', 'Diagram; the list beside it reaches every element by keyboard'],
  drawings: ['显示哪个流程的图', 'Which process is shown'],
  zoomFit: ['适合窗口', 'Fit'],
  zoomIn: ['放大', 'Zoom in'],
  zoomOut: ['缩小', 'Zoom out'],
  unreadable: ['流程图无法显示：内容不是有效的 BPMN', 'The diagram cannot be shown: this is not valid BPMN'],
  drawing: ['正在绘制流程图……', 'Drawing the diagram…'],
  noElements: ['没有可列出的要素', 'There is nothing to list'],
  unnamed: ['未命名', 'Unnamed'],
  and: ['、', ', '],
  leadsTo: ['下一步：{names}', 'Then: {names}'],
  startEvent: ['开始', 'Start'],
  endEvent: ['结束', 'End'],
  plainThrow: ['中间事件', 'Intermediate event'],
  otherEvent: ['事件', 'Event'],
  review: ['部门审查', 'Department review'],
  decide: ['作出决定', 'Decision'],
  conclude: ['办结', 'Conclusion'],
  deliver: ['送达', 'Delivery'],
  work: ['人工办理', 'Work of a person'],
  serviceTask: ['自动任务', 'Automated step'],
  businessRule: ['秒批规则', 'Rules that decide'],
  task: ['直接通过的任务', 'Task passed through'],
  manualTask: ['手工任务', 'Manual task'],
  scriptTask: ['脚本任务', 'Script task'],
  sendTask: ['发送任务', 'Send task'],
  receiveTask: ['接收任务', 'Receive task'],
  callActivity: ['调用活动', 'Call activity'],
  exclusiveGateway: ['条件分支', 'Exclusive gateway'],
  parallelGateway: ['并行网关', 'Parallel gateway'],
  inclusiveGateway: ['包容网关', 'Inclusive gateway'],
  eventGateway: ['事件网关', 'Event-based gateway'],
  complexGateway: ['复杂网关', 'Complex gateway'],
  otherGateway: ['网关', 'Gateway'],
  subProcess: ['子流程', 'Sub-process'],
  eventSubProcess: ['事件子流程', 'Event sub-process'],
  transaction: ['事务', 'Transaction'],
  adHoc: ['临时子流程（即席）', 'Ad-hoc sub-process'],
  dataObject: ['数据对象', 'Data object'],
  dataAssociation: ['数据关联', 'Data association'],
  association: ['关联', 'Association'],
  annotation: ['注释', 'Text annotation'],
  sequenceFlow: ['流转', 'Flow'],
  process: ['流程', 'Process'],
  otherElement: ['要素', 'Element'],
  concurrentBlock: ['并联审批块', 'Concurrent review'],
  'group.approval': ['审批环节', 'Approval'],
  'group.automatic': ['任务', 'Tasks'],
  'group.scope': ['子流程与调用', 'Sub-processes and calls'],
  'group.branch': ['分支与汇聚', 'Branches'],
  'group.start': ['开始事件', 'Start events'],
  'group.catch': ['中间事件：等待', 'Events that wait'],
  'group.boundary': ['边界事件', 'Boundary events'],
  'group.throw': ['中间事件：抛出', 'Events that throw'],
  'group.end': ['结束事件', 'End events'],
  'group.data': ['数据与注释', 'Data and notes'],
  more: ['添加更多……', 'Append more…'],
  change: ['更改类型', 'Change type'],
  interrupt: ['改为中断', 'Make it interrupt'],
  goOn: ['改为不中断', 'Make it not interrupt'],
  append: ['在后面添加：{what}', 'Append: {what}'],
  connect: ['连到其他要素', 'Connect to another element'],
  remove: ['删除', 'Delete'],
});

const plain: Record<string, keyof typeof bpmnTexts> = {
  StartEvent: 'startEvent', EndEvent: 'endEvent', IntermediateThrowEvent: 'plainThrow', ServiceTask: 'serviceTask', BusinessRuleTask: 'businessRule', Task: 'task', ManualTask: 'manualTask',
  ScriptTask: 'scriptTask', SendTask: 'sendTask', ReceiveTask: 'receiveTask', CallActivity: 'callActivity', ExclusiveGateway: 'exclusiveGateway', ParallelGateway: 'parallelGateway',
  InclusiveGateway: 'inclusiveGateway', EventBasedGateway: 'eventGateway', ComplexGateway: 'complexGateway', Transaction: 'transaction', AdHocSubProcess: 'adHoc', SequenceFlow: 'sequenceFlow',
  Process: 'process', DataObjectReference: 'dataObject', DataInputAssociation: 'dataAssociation', DataOutputAssociation: 'dataAssociation', Association: 'association', TextAnnotation: 'annotation',
};
const places: Record<string, string> = { StartEvent: 'start', IntermediateCatchEvent: 'catch', IntermediateThrowEvent: 'throw', BoundaryEvent: 'boundary', EndEvent: 'end' };

/** The word for an element, by its BPMN type and kind (of a step, or of an event). */
export function wordFor(type: string, kind: string | null): keyof typeof bpmnTexts {
  if (type === 'UserTask') return kind === 'review' || kind === 'decide' || kind === 'conclude' || kind === 'deliver' ? kind : 'work';
  if (type === 'SubProcess') return kind === 'event' ? 'eventSubProcess' : 'subProcess';
  const ofEvent = `${places[type]}.${kind}`;
  if (ofEvent in eventTexts) return ofEvent as keyof typeof bpmnTexts;
  return plain[type] ?? (type.endsWith('Gateway') ? 'otherGateway' : type.endsWith('Event') ? 'otherEvent' : 'otherElement');
}
