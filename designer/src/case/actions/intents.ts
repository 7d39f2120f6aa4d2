import { api, newKey } from '../../shared/api';

const keys = new Map<string, string>();

/**
 * Sends a command. The same words to the same address are one intent until they have been answered with success: after
 * a broken connection the repetition carries the same key and does nothing twice.
 */
export async function submit<T = unknown>(path: string, body?: unknown): Promise<T> {
  const intent = `${path} ${JSON.stringify(body ?? null)}`;
  const key = keys.get(intent) ?? newKey();
  keys.set(intent, key);
  const answer = await api.post<T>(path, body, { key });
  keys.delete(intent);
  return answer;
}
