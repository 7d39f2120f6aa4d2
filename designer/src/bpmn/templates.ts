import { approvalNamespace } from './approval';

export type Template = 'blank' | 'single' | 'concurrent';

interface Names {
  start: string;
  review: string;
  decide: string;
  granted: string;
  yes: string;
  no: string;
  conclude: string;
  deliver: string;
  deliverRefusal: string;
  end: string;
  refused: string;
}

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** A definition to begin with, all of it one department's at first; it is laid out when it is opened. */
export function fromTemplate(template: Template, key: string, name: string, department: string, names: Names): string {
  const nodes: string[] = [];
  const flows: string[] = [];
  const attributes = (values: Record<string, string>) => Object.entries(values).map(([k, v]) => ` ${k}="${escape(v)}"`).join('');
  const node = (type: string, id: string, values: Record<string, string>) => void nodes.push(`<bpmn:${type} id="${id}"${attributes(values)}/>`);
  const step = (kind: string, id: string, stepName: string) => node('userTask', id, { name: stepName, 'approval:kind': kind, ...(department === '' ? {} : { 'approval:department': department }) });
  const flow = (from: string, to: string, flowName = '', condition = '') => void flows.push(
    `<bpmn:sequenceFlow id="${from}_to_${to}" sourceRef="${from}" targetRef="${to}"${flowName ? ` name="${escape(flowName)}"` : ''}>${
      condition ? `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${escape(condition)}</bpmn:conditionExpression>` : ''}</bpmn:sequenceFlow>`);

  node('startEvent', 'accepted', { name: names.start });
  if (template === 'blank') {
    node('endEvent', 'finished', { name: names.end });
    flow('accepted', 'finished');
  } else {
    if (template === 'single') {
      step('review', 'review', names.review);
      flow('accepted', 'review');
      flow('review', 'decide');
    } else {
      node('parallelGateway', 'fork', {});
      flow('accepted', 'fork');
      for (const n of [1, 2, 3]) {
        step('review', `review_${n}`, `${names.review} ${n}`);
        flow('fork', `review_${n}`);
        flow(`review_${n}`, 'join');
      }
      node('parallelGateway', 'join', {});
      flow('join', 'decide');
    }
    step('decide', 'decide', names.decide);
    node('exclusiveGateway', 'granted', { name: names.granted, default: 'granted_to_deliver_refusal' });
    flow('decide', 'granted');
    step('conclude', 'conclude', names.conclude);
    flow('granted', 'conclude', names.yes, 'decision = "grant"');
    step('deliver', 'deliver', names.deliver);
    flow('conclude', 'deliver');
    node('endEvent', 'delivered', { name: names.end });
    flow('deliver', 'delivered');
    step('deliver', 'deliver_refusal', names.deliverRefusal);
    flow('granted', 'deliver_refusal', names.no);
    node('endEvent', 'refused', { name: names.refused });
    flow('deliver_refusal', 'refused');
  }
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:approval="${approvalNamespace}" id="${key}_definitions" targetNamespace="http://onego.dev/definitions/${key}" exporter="OneGo">
<bpmn:process id="${key}" name="${escape(name)}" isExecutable="true">
${withFlowLists(nodes, flows).join('\n')}
${flows.join('\n')}
</bpmn:process>
</bpmn:definitions>`;
}

/** Each element lists its flows: other tools read the lists. */
function withFlowLists(nodes: string[], flows: string[]): string[] {
  const ends = flows.map((f) => /id="([^"]+)" sourceRef="([^"]+)" targetRef="([^"]+)"/.exec(f)!);
  return nodes.map((xml) => {
    const [, type, id] = /^<(bpmn:\w+) id="([^"]+)"/.exec(xml)!;
    const incoming = ends.filter((e) => e[3] === id).map((e) => `<bpmn:incoming>${e[1]}</bpmn:incoming>`);
    const outgoing = ends.filter((e) => e[2] === id).map((e) => `<bpmn:outgoing>${e[1]}</bpmn:outgoing>`);
    return `${xml.slice(0, -2)}>${[...incoming, ...outgoing].join('')}</${type}>`;
  });
}

/** What may be the key of a definition. */
export const isKey = (key: string): boolean => /^[a-z][a-z0-9_-]{0,59}$/.test(key);
