import { texts } from '../shared/texts';

export const bpmnTexts = texts({
  outline: ['流程要素', 'Elements'],
  diagram: ['流程图', 'Diagram'],
  diagramHint: ['流程图；右侧（或下方）列表可用键盘选择每个要素', 'Diagram; the list beside it reaches every element by keyboard'],
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
  terminateEnd: ['终止结束', 'Terminate end'],
  timerCatch: ['定时等待', 'Timer'],
  timerBoundary: ['边界定时', 'Boundary timer'],
  otherEvent: ['事件', 'Event'],
  review: ['部门审查', 'Department review'],
  decide: ['作出决定', 'Decision'],
  conclude: ['办结', 'Conclusion'],
  deliver: ['送达', 'Delivery'],
  work: ['人工办理', 'Work of a person'],
  serviceTask: ['自动任务', 'Automated step'],
  businessRule: ['秒批规则', 'Rules that decide'],
  task: ['直接通过的任务', 'Task passed through'],
  exclusiveGateway: ['条件分支', 'Exclusive gateway'],
  parallelGateway: ['并行网关', 'Parallel gateway'],
  otherGateway: ['网关', 'Gateway'],
  subProcess: ['子流程', 'Sub-process'],
  sequenceFlow: ['流转', 'Flow'],
  process: ['流程', 'Process'],
  otherElement: ['要素', 'Element'],
  concurrentBlock: ['并联审批块', 'Concurrent review'],
  errorBoundary: ['边界异常', 'Boundary error'],
  errorEnd: ['异常结束', 'Error end'],
  append: ['在后面添加：{what}', 'Append: {what}'],
  connect: ['连到其他要素', 'Connect to another element'],
  remove: ['删除', 'Delete'],
});

/** The word for an element, by its BPMN type and kind. */
export function wordFor(type: string, kind: string | null): keyof typeof bpmnTexts {
  switch (type) {
    case 'StartEvent': return 'startEvent';
    case 'EndEvent': return kind === 'terminate' ? 'terminateEnd' : kind === 'error' ? 'errorEnd' : 'endEvent';
    case 'IntermediateCatchEvent': return kind === 'timer' ? 'timerCatch' : 'otherEvent';
    case 'BoundaryEvent': return kind === 'timer' ? 'timerBoundary' : kind === 'error' ? 'errorBoundary' : 'otherEvent';
    case 'UserTask': return kind === 'review' || kind === 'decide' || kind === 'conclude' || kind === 'deliver' ? kind : 'work';
    case 'ServiceTask': return 'serviceTask';
    case 'BusinessRuleTask': return 'businessRule';
    case 'Task': case 'ManualTask': return 'task';
    case 'ExclusiveGateway': return 'exclusiveGateway';
    case 'ParallelGateway': return 'parallelGateway';
    case 'SubProcess': return 'subProcess';
    case 'SequenceFlow': return 'sequenceFlow';
    case 'Process': return 'process';
    default: return type.endsWith('Gateway') ? 'otherGateway' : type.endsWith('Event') ? 'otherEvent' : 'otherElement';
  }
}
