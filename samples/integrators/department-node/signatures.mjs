// Standard Webhooks: base64 HMAC-SHA256 over "id.timestamp.body" under the secret ("whsec_" and base64).
import { createHmac, timingSafeEqual } from 'node:crypto';

export function sign(secret, id, body, timestamp = Math.floor(Date.now() / 1000)) {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const mac = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': `v1,${mac}` };
}

/** True when one of the signatures is right. A queue may hold a message for long, a web server is called now: it also gives maxAgeSeconds. */
export function isSigned(secret, headers, body, maxAgeSeconds = Infinity) {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => headers[name] && String(headers[name]));
  if (!id || !timestamp || !signatures) return false;
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) <= maxAgeSeconds)) return false;
  const right = Buffer.from(sign(secret, id, body, timestamp)['webhook-signature']);
  return signatures.split(' ').some((one) => one.length === right.length && timingSafeEqual(Buffer.from(one), right));
}
