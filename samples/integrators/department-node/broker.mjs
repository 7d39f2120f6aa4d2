// A department's own system over RabbitMQ: takes events from its queue, decides, sends its opinion, hears the reply.
import amqp from 'amqplib';
import { replyTo } from './rule.mjs';
import { setting } from './settings.mjs';
import { isSigned, sign } from './signatures.mjs';

const [account, department] = [setting('ONEGO_ACCOUNT'), setting('ONEGO_DEPARTMENT')];
const [eventSecret, commandSecret] = [setting('ONEGO_SUBSCRIPTION_SECRET'), setting('ONEGO_SIGNING_SECRET')];
const PAUSE_MS = 2000;
let stopping = false;

async function serve() {
  const connection = await amqp.connect(setting('ONEGO_RABBITMQ'));
  const over = new Promise((resolve) => connection.once('close', resolve));
  connection.on('error', (error) => console.error(`connection: ${error.message}`));
  const stop = () => { stopping = true; connection.close().catch(() => {}); };
  process.once('SIGTERM', stop).once('SIGINT', stop);

  // Queues of our own, on several machines (quorum): what comes while we are away waits there.
  const channel = await connection.createConfirmChannel();
  await channel.prefetch(16);
  const [events, replies] = [`${account}.events`, `${account}.replies`];
  for (const queue of [events, replies]) await channel.assertQueue(queue, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
  await channel.bindQueue(events, 'onego.events', `${account}.#`);
  await channel.bindQueue(replies, 'onego.replies', account);

  await channel.consume(events, (message) => message && onEvent(channel, message).catch((error) => {
    console.error(`event ${message.properties.messageId}: ${error.message}`);
    connection.close().catch(() => {});
  }));
  await channel.consume(replies, (message) => {
    if (!message) return;
    for (const answer of JSON.parse(message.content).messages) console.log(`reply ${answer.status} ${answer.code ?? ''} ${answer.id} ${answer.caseId}`);
    channel.ack(message);
  });
  console.log(`ready: ${department} as ${account}`);
  await over;
  process.off('SIGTERM', stop).off('SIGINT', stop);
}

async function onEvent(channel, message) {
  if (!isSigned(eventSecret, message.properties.headers, message.content)) {
    console.error(`event ${message.properties.messageId} is not signed by OneGo: put aside`);
    return channel.ack(message);
  }
  const event = JSON.parse(message.content);
  const command = replyTo(event, department);
  if (command) {
    const body = Buffer.from(JSON.stringify(command));
    await publish(channel, body, { ...sign(commandSecret, command.id, body), 'x-onego-account': account }, command.id);
    console.log(`opinion ${command.data.kind} ${command.id} ${event.data.caseNumber}`);
  }
  // Only now: had we died before, the event would come again and ask for the same opinion.
  channel.ack(message);
}

/** Resolves when the broker has the message on disk. */
function publish(channel, body, headers, messageId) {
  return new Promise((resolve, reject) => channel.sendToQueue('onego.commands', body,
    { persistent: true, contentType: 'application/cloudevents+json', messageId, headers }, (error) => error ? reject(error) : resolve()));
}

while (!stopping) {
  try {
    await serve();
  } catch (error) {
    console.error(`broker: ${error.message}`);
  }
  if (!stopping) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
}
