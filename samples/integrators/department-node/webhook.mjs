// The same department without a broker and without packages: OneGo calls this web server, the opinion goes back by HTTP.
import { createServer } from 'node:http';
import { replyTo } from './rule.mjs';
import { setting } from './settings.mjs';
import { isSigned, sign } from './signatures.mjs';

const [account, department, onego] = [setting('ONEGO_ACCOUNT'), setting('ONEGO_DEPARTMENT'), setting('ONEGO_URL')];
const [eventSecret, commandSecret] = [setting('ONEGO_SUBSCRIPTION_SECRET'), setting('ONEGO_SIGNING_SECRET')];
const BODY_MAX = 1024 * 1024, AGE_MAX_SECONDS = 300;

const server = createServer(async (request, response) => {
  const answer = (status) => response.writeHead(status).end();
  try {
    const chunks = [];
    let size = 0;
    for await (const chunk of request) {
      if ((size += chunk.length) > BODY_MAX) return answer(413);
      chunks.push(chunk);
    }
    const body = Buffer.concat(chunks);
    if (request.method !== 'POST') return answer(405);
    if (!isSigned(eventSecret, request.headers, body, AGE_MAX_SECONDS)) return answer(401);
    const command = replyTo(JSON.parse(body), department);
    // 2xx says that the event is dealt with; anything else, and OneGo calls again.
    answer(!command || await send(command) ? 204 : 503);
  } catch (error) {
    console.error(error.message);
    if (!response.headersSent) answer(500);
  }
});

async function send(command) {
  const body = JSON.stringify(command);
  const headers = { 'content-type': 'application/cloudevents+json', 'x-onego-account': account, ...sign(commandSecret, command.id, body) };
  const response = await fetch(`${onego}/api/messages`, { method: 'POST', headers, body });
  const { messages = [] } = await response.json();
  for (const one of messages) console.log(`reply ${one.status} ${one.code ?? ''} ${one.id} ${one.caseId}`);
  // What was refused for good is a dead letter at OneGo; sending it again would change nothing.
  return messages.length > 0 && response.status < 500;
}

server.listen(Number(process.env.PORT ?? 9000), '127.0.0.1', () => console.log(`ready: ${department} as ${account} on ${server.address().port}`));
process.once('SIGTERM', () => server.close()).once('SIGINT', () => server.close());
