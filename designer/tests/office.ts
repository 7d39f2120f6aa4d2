import { expect, inject } from 'vitest';
import { account } from './browser';

interface Signed {
  csrf: string;
  cookie: string;
}

/** The offices behind a window, by the API: what an applicant waits for. */
export class Office {
  private readonly signed = new Map<string, Signed>();

  /** From acceptance to the conclusion: every department agrees, the lead department grants. */
  async conclude(place: string, caseId: string, results: readonly { item: string; name: string; number: string }[]): Promise<void> {
    for (const department of ['approval', 'market', 'urban', 'fire', 'health', 'ecology', 'water', 'tax', 'tobacco']) {
      const name = `${place}-${department}`;
      const taskId = await this.task(name, caseId, 'review');
      if (taskId !== null) await this.send(name, `/api/cases/${caseId}/tasks/${taskId}/opinion`, { kind: 'positive' });
    }
    await this.act(`${place}-market`, caseId, 'decide', 'decide', { decision: 'grant' });
    await this.act(`${place}-market`, caseId, 'conclude', 'conclude', { results });
  }

  /** An action on the case by the one task of a kind that the account has with it. */
  async act(name: string, caseId: string, kind: string, action: string, body: object = {}): Promise<void> {
    const taskId = await this.task(name, caseId, kind);
    expect(taskId, `${kind} of ${caseId} for ${name}`).not.toBeNull();
    await this.send(name, `/api/cases/${caseId}/${action}`, { taskId, ...body });
  }

  private async task(name: string, caseId: string, kind: string): Promise<number | null> {
    const { cookie } = await this.sign(name);
    const answer = await fetch(new URL(`/api/cases/${caseId}`, inject('url')), { headers: { Cookie: cookie } });
    if (!answer.ok) return null;
    const { tasks } = (await answer.json()) as { tasks: { taskId: number; kind: string; actions: string[] }[] };
    return tasks.find((t) => t.kind === kind && t.actions.length > 0)?.taskId ?? null;
  }

  private async send(name: string, path: string, body: object): Promise<void> {
    const { csrf, cookie } = await this.sign(name);
    const headers = { 'Content-Type': 'application/json', 'X-CSRF': csrf, Cookie: cookie, 'Idempotency-Key': crypto.randomUUID() };
    const answer = await fetch(new URL(path, inject('url')), { method: 'POST', headers, body: JSON.stringify(body) });
    expect(answer.status, `${name} ${path}: ${await answer.text()}`).toBeLessThan(300);
  }

  private async sign(name: string): Promise<Signed> {
    const known = this.signed.get(name);
    if (known !== undefined) return known;
    const body = JSON.stringify({ account: name, password: account(name).password });
    const answer = await fetch(new URL('/api/session', inject('url')), { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
    const { csrf } = (await answer.json()) as { csrf: string };
    const signed = { csrf, cookie: answer.headers.getSetCookie().map((c) => c.split(';')[0]).join('; ') };
    this.signed.set(name, signed);
    return signed;
  }
}
