import { store } from './store';

/** What the server tells: a case that the account may see has changed. */
export interface CaseChanged {
  caseId: string;
  position: number;
}

/** "live" while changes arrive, "away" while the connection is being made again. */
export const connection = store<'live' | 'away'>(null, 'away');

type Message = { kind: 'case'; change: CaseChanged } | { kind: 'connection'; state: 'live' | 'away'; missed: boolean };

/**
 * Follows the server's live stream. All pages of a browser share one connection: the page that holds the lock listens
 * and tells the others; when it goes, another takes over.
 * @param onCase called for each changed case
 * @param onMissed called when changes may have been missed: everything shown is to be asked for again
 */
export function followCases(account: string, onCase: (change: CaseChanged) => void, onMissed: () => void): () => void {
  const channel = new BroadcastChannel(`onego-live-${account}`);
  const ended = new AbortController();
  let source: EventSource | null = null;

  const hear = (message: Message) => {
    if (message.kind === 'case') onCase(message.change);
    else {
      connection.set(message.state);
      if (message.missed) onMissed();
    }
  };
  const tell = (message: Message) => {
    channel.postMessage(message);
    hear(message);
  };
  channel.onmessage = (event: MessageEvent<Message>) => hear(event.data);

  const listen = () =>
    new Promise<void>((resolve) => {
      ended.signal.addEventListener('abort', () => resolve());
      let wasAway = false;
      source = new EventSource('/api/stream');
      source.addEventListener('open', () => {
        tell({ kind: 'connection', state: 'live', missed: wasAway });
        wasAway = false;
      });
      source.addEventListener('error', () => {
        wasAway = true;
        tell({ kind: 'connection', state: 'away', missed: false });
        // The browser gives up after a refusal (the sign-in has ended): try again later, behind a new sign-in.
        if (source?.readyState === EventSource.CLOSED) setTimeout(resolve, 3000);
      });
      source.addEventListener('case', (event) => tell({ kind: 'case', change: JSON.parse((event as MessageEvent<string>).data) as CaseChanged }));
    });

  const lead = async () => {
    while (!ended.signal.aborted) {
      await listen();
      source?.close();
    }
  };
  navigator.locks.request(`onego-live-${account}`, { signal: ended.signal }, lead).catch(() => undefined);
  connection.set('live');

  return () => {
    ended.abort();
    source?.close();
    channel.close();
  };
}
