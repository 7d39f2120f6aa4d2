import { expect, test } from 'vitest';
import { caseTexts } from '../src/case/texts';
import { incidentTexts } from '../src/incidents/texts';
import { axe, like, Person, say, withBrowser } from './browser';
import { application, Desk } from './desk';

const code = 'fragile-step';
const name = { zh: '会出错的事', en: 'A fragile matter' };
const limit = { amount: 5, unit: 'workingDays' };

/** Cases whose automated step has failed for one cause. */
async function failing(count: number): Promise<Desk> {
  await (await Desk.of('chengdu-designer')).sendXml(`/api/definitions/${code}?region=510100`, `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:approval="http://onego.dev/schema/approval" targetNamespace="t">
    <process id="fragile" isExecutable="true">
      <startEvent id="start"/><serviceTask id="register" name="登记 Register" approval:jobType="${code}" approval:retries="1"/>
      <userTask id="decide" name="决定" approval:kind="decide" approval:department="market"/><endEvent id="end"/>
      <sequenceFlow id="f1" sourceRef="start" targetRef="register"/><sequenceFlow id="f2" sourceRef="register" targetRef="decide"/><sequenceFlow id="f3" sourceRef="decide" targetRef="end"/>
    </process></definitions>`);
  await (await Desk.of('chengdu-administrator')).send('PUT', `/api/joint-items/${code}`, {
    code, name, region: '510100', definition: code, calendar: 'cn', leadDepartment: 'market', statutory: limit, promised: limit, materials: [], cards: { yellowBeforeDays: 1 },
    items: [{ code: 'shop', name, itemCode: null, department: 'market', appliesWhen: null, promised: limit, statutory: limit, basis: null }],
    form: [{ name: 'floorArea', label: { zh: '面积', en: 'Area' }, type: 'number', required: true, personal: false, neededBy: ['shop'], choices: [], min: null, max: null, askedWhen: null, hint: null }],
  });
  const [applicant, window, worker] = await Promise.all([Desk.of('applicant-2'), Desk.of('jinjiang-window'), Desk.of('chengdu-integrator')]);
  for (let n = 0; n < count; n++) {
    const { caseId } = await applicant.post<{ caseId: string }>('/api/applications', { ...application, jointItem: code, answers: { floorArea: 100 + n } });
    await window.post(`/api/cases/${caseId}/accept`, { taskId: await window.task(caseId, 'intake') });
  }
  await work(worker, count, (job) => ({ path: 'fail', body: { code: 'registry-down', detail: `no answer from 10.0.0.${job.activity} after 30 s` } }));
  return worker;
}

interface Job {
  caseId: string;
  activity: number;
}

/** Takes so many jobs and does with each what is said. */
async function work(worker: Desk, count: number, what: (job: Job) => { path: string; body: unknown }): Promise<void> {
  for (let done = 0; done < count; ) {
    const { jobs } = await worker.post<{ jobs: Job[] }>('/api/jobs/activate', { type: code, max: 20, waitSeconds: 20 });
    for (const job of jobs) {
      const { path, body } = what(job);
      await worker.post(`/api/jobs/${job.caseId}/${job.activity}/${path}`, body);
    }
    done += jobs.length;
    if (jobs.length === 0) throw new Error(`only ${done} of ${count} jobs came`);
  }
}

withBrowser('Incidents', () => {
  test('a supervisor sees the cause, retries a sample, then the rest, and reads what became of all', async () => {
    const worker = await failing(4);
    const t = say(incidentTexts, 'zh');
    const boss = await Person.enter({ language: 'zh' });
    const { page } = boss;
    await boss.come('chengdu-supervisor', '/incidents');
    const group = page.getByRole('region', { name: /登记 Register/ }).first();
    await group.getByText(t.count.replace('{n}', '4').replace('{cases}', '4')).waitFor();
    expect(await axe(page)).toEqual([]);

    await group.getByRole('button', { name: like(t.retryGroup) }).click();
    const beginning = page.getByRole('dialog');
    await beginning.getByLabel(t.reason, { exact: true }).fill('登记系统已恢复');
    await beginning.getByLabel(t.sample, { exact: true }).fill('1');
    expect(await axe(page)).toEqual([]);
    await beginning.getByRole('button', { name: t.begin, exact: true }).click();
    await page.getByRole('heading', { level: 1, name: t.run }).waitFor();
    await page.getByText(t.state_sampling, { exact: true }).waitFor();
    await work(worker, 1, () => ({ path: 'complete', body: {} }));
    await page.getByText(t.state_sampled, { exact: true }).waitFor();
    expect(await axe(page)).toEqual([]);

    await page.getByRole('button', { name: t.rest.replace('{n}', '3'), exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: t.rest.replace('{n}', '3'), exact: true }).click();
    let left = 1;
    await work(worker, 3, () => (left-- > 0 ? { path: 'fail', body: { code: 'registry-down', detail: 'no answer from 10.0.0.9 after 30 s' } } : { path: 'complete', body: {} }));
    await page.getByText(t.sayEnded.replace('{healed}', '3').replace('{failed}', '1').replace('{other}', '0')).waitFor();
    await page.getByRole('table', { name: t.failedAgain }).getByText(t.sameCause).waitFor();
    expect(await axe(page)).toEqual([]);

    // The one that is left is skipped by hand, on its case's page.
    const c = say(caseTexts, 'zh');
    await page.getByRole('table', { name: t.items }).getByRole('row').filter({ hasText: t['item_failed-again'] }).getByRole('link').first().click();
    await page.getByRole('link', { name: c.incidentCause }).waitFor();
    await page.getByRole('button', { name: t.skip, exact: true }).click();
    const skipping = page.getByRole('dialog');
    await skipping.getByLabel(t.skipReason, { exact: true }).fill('人工登记');
    await skipping.getByLabel(like(t.output)).fill('{"number": "A1"}');
    expect(await axe(page)).toEqual([]);
    await skipping.getByRole('button', { name: t.skip, exact: true }).click();
    await page.getByRole('link', { name: c.incidentCause }).waitFor({ state: 'detached' });
    await boss.leave();
  });
});
