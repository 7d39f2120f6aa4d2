import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { inject } from 'vitest';
import type { Page } from 'playwright-core';
import { account } from './browser';

/** What the sample's applicant says; the tests type it into the form. */
export const application = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../samples/open-a-restaurant/application.json'), 'utf8')) as {
  jointItem: string;
  region: string;
  channel: string;
  applicant: { kind: string; name: string; idNumber: string; phone: string };
  answers: Record<string, string | number | boolean>;
};

interface Task {
  taskId: number;
  kind: string;
  department: string;
  state: string;
}

/** Somebody who works through the API, so that a test drives only the reader it is about through the browser. */
export class Desk {
  private constructor(private readonly cookie: string, private readonly csrf: string) {}

  static async of(name: string): Promise<Desk> {
    const answer = await fetch(`${inject('url')}/api/session`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ account: name, password: account(name).password }) });
    const { csrf } = (await answer.json()) as { csrf: string };
    return new Desk(answer.headers.getSetCookie().map((c) => c.split(';')[0]).join('; '), csrf);
  }

  async get<T>(path: string): Promise<T> {
    const answer = await fetch(inject('url') + path, { headers: { Cookie: this.cookie } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  send<T>(method: string, path: string, body?: unknown): Promise<T> {
    return this.call<T>(method, path, 'application/json', body === undefined ? undefined : JSON.stringify(body));
  }

  sendXml<T>(path: string, xml: string): Promise<T> {
    return this.call<T>('POST', path, 'application/xml', xml);
  }

  private async call<T>(method: string, path: string, type: string, body: string | undefined): Promise<T> {
    const answer = await fetch(inject('url') + path, {
      method,
      headers: { 'Content-Type': type, Cookie: this.cookie, 'X-CSRF': this.csrf, 'Idempotency-Key': crypto.randomUUID() },
      body,
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    const text = await answer.text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  post<T>(path: string, body?: unknown): Promise<T> {
    return this.send<T>('POST', path, body);
  }

  /** The open task of this kind (and department) in a case. */
  async task(caseId: string, kind: string, department?: string): Promise<number> {
    const found = (await this.get<{ tasks: Task[] }>(`/api/cases/${caseId}`)).tasks.find((t) => t.kind === kind && (department === undefined || t.department === department) && (t.state === 'open' || t.state === 'claimed'));
    if (found === undefined) throw new Error(`${caseId} has no open task ${kind} ${department ?? ''}`);
    return found.taskId;
  }
}

const reviewers = ['approval', 'market', 'urban', 'health', 'ecology', 'tax'] as const;

/** A restaurant applied for online and accepted by the window: all departments have their tasks. */
export async function underReview(name = application.answers.storeName as string): Promise<{ caseId: string; caseNumber: string }> {
  const applicant = await Desk.of('applicant-2');
  const filed = await applicant.post<{ caseId: string; caseNumber: string }>('/api/applications', { ...application, answers: { ...application.answers, storeName: name } });
  const window = await Desk.of('jinjiang-window');
  await window.post(`/api/cases/${filed.caseId}/accept`, { taskId: await window.task(filed.caseId, 'intake') });
  return filed;
}

/** Every department but those named agrees. */
export async function othersAgree(caseId: string, ...but: string[]): Promise<void> {
  for (const department of reviewers.filter((d) => !but.includes(d))) {
    const desk = await Desk.of(`jinjiang-${department}`);
    await desk.post(`/api/cases/${caseId}/tasks/${await desk.task(caseId, 'review', department)}/opinion`, { kind: 'positive' });
  }
}

/** Answers the form as it is asked, question by question: what does not apply is not there. */
export async function answer(page: Page, answers: Record<string, string | number | boolean>): Promise<void> {
  for (const [name, value] of Object.entries(answers)) {
    const field = page.locator(`#answers-${name}`);
    await field.waitFor();
    const kind = await field.evaluate((e) => e.tagName);
    if (kind === 'FIELDSET') await page.locator(`input[data-field="answers-${name}"][value="${value}"]`).check();
    else if (kind === 'SELECT') await field.selectOption(String(value));
    else await field.fill(String(value));
  }
}

/** A case that the decision model of this code has decided at once: a joint item of one item, filed with this floor area. */
export async function decidedBy(model: string, floorArea: number): Promise<{ caseId: string; caseNumber: string }> {
  const name = { zh: '开小店', en: 'Open a small shop' };
  const limit = { amount: 5, unit: 'workingDays' };
  const designer = await Desk.of('chengdu-designer');
  await designer.sendXml(`/api/definitions/${model}?region=510100`, `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:approval="http://onego.dev/schema/approval" targetNamespace="t">
    <process id="small" isExecutable="true">
      <startEvent id="start"/><businessRuleTask id="fast" name="秒批" approval:decision="${model}"/><exclusiveGateway id="who" default="done"/>
      <userTask id="decide" name="决定" approval:kind="decide" approval:department="market"/><exclusiveGateway id="both"/><endEvent id="end"/>
      <sequenceFlow id="f1" sourceRef="start" targetRef="fast"/><sequenceFlow id="f2" sourceRef="fast" targetRef="who"/>
      <sequenceFlow id="person" sourceRef="who" targetRef="decide"><conditionExpression>=instant.fast = "person"</conditionExpression></sequenceFlow>
      <sequenceFlow id="done" sourceRef="who" targetRef="both"/><sequenceFlow id="f3" sourceRef="decide" targetRef="both"/><sequenceFlow id="f4" sourceRef="both" targetRef="end"/>
    </process></definitions>`);
  await (await Desk.of('chengdu-administrator')).send('PUT', `/api/joint-items/${model}`, {
    code: model, name, region: '510100', definition: model, calendar: 'cn', leadDepartment: 'market', statutory: limit, promised: limit, materials: [], cards: { yellowBeforeDays: 1 },
    items: [{ code: 'shop', name, itemCode: null, department: 'market', appliesWhen: null, promised: limit, statutory: limit, basis: null }],
    form: [{ name: 'floorArea', label: { zh: '面积', en: 'Area' }, type: 'number', required: true, personal: false, neededBy: ['shop'], choices: [], min: null, max: null, askedWhen: null, hint: null }],
  });
  const filed = await (await Desk.of('applicant-2')).post<{ caseId: string; caseNumber: string }>('/api/applications', { ...application, jointItem: model, answers: { floorArea } });
  const window = await Desk.of('jinjiang-window');
  await window.post(`/api/cases/${filed.caseId}/accept`, { taskId: await window.task(filed.caseId, 'intake') });
  return filed;
}
