// Asks the daemon. A token is kept in this module's memory and nowhere else.

/** In ms; an answer that takes longer has got lost, since the daemon takes a second for a write. */
const PATIENCE = 20_000;

let token = null;
let asking = null;
let askPerson = () => Promise.resolve(null);

/** An answer that is not what was asked for, in words for people. */
export class Refusal extends Error {
  /** `retryAfter` in ms: asking again before will not do. */
  constructor(status, code, retryAfter) {
    super(MEANINGS[code] ?? code);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

const MEANINGS = {
  UNAUTHORIZED: 'This needs a token that allows it.',
  TOPIC_NOT_FOUND: 'There is no such topic.',
  CHANNEL_NOT_FOUND: 'There is no such channel.',
  INVALID_TOPIC: 'This is not a name a topic can have.',
  INVALID_ARG_TOPIC: 'This is not a name a topic can have.',
  INVALID_CHANNEL: 'This is not a name a channel can have.',
  INVALID_ARG_CHANNEL: 'This is not a name a channel can have.',
  NOT_READY: 'This daemon is still joining its cluster.',
  MAX_TOPICS_REACHED: 'There are as many topics as -max-topics allows.',
  MAX_CHANNELS_PER_TOPIC_REACHED: 'The topic has as many channels as -max-channels-per-topic allows.',
  MAX_REQUESTS_IN_FLIGHT_REACHED: 'The daemon is answering as much as -max-requests-in-flight allows.',
  MAX_WATCHERS_REACHED: 'As many are watching as -max-watchers allows.',
  REGISTRY_FULL: 'The daemon’s memory is full: nothing more can be made until something is deleted.',
  AUDIT_LOG_FULL: 'The daemon cannot write its audit log, so nothing is changed; see its log.',
  BUSY: 'The daemon is busy; try again in a moment.',
  INTERNAL_ERROR: 'Something went wrong in the daemon; its log says what.',
  TOO_MANY_FAILURES: 'Too many wrong tokens came from your address; it has to wait.',
  CROSS_SITE: 'The daemon takes no orders from pages under this host, unless -http-hosts names it.',
  TLS_REQUIRED: 'The daemon answers over HTTPS only.',
};

/** `ask(again)` resolves with a token, or with null when the person gives none. */
export function whenTokenIsWanted(ask) {
  askPerson = ask;
}

/** Asks for a token, once however many wait for it; resolves with whether one was given. */
export async function askForToken() {
  asking ??= askPerson(token !== null).finally(() => (asking = null));
  const given = await asking;
  if (given !== null) {
    token = given;
  }
  return given !== null;
}

/** Below the daemon's root, also where a proxy has put that into a folder. */
const url = (path) => new URL(`../${path}`, document.baseURI);

const inTime = () => AbortSignal.timeout(PATIENCE);

/**
 * Resolves with an answer of success; asks for a token where one is wanted.
 *
 * @param signal makes what ends a request, of each that it takes
 */
export async function send(method, path, { headers = {}, signal = inTime } = {}) {
  for (;;) {
    const used = token;
    const authorization = used === null ? {} : { Authorization: `Bearer ${used}` };
    const response = await fetch(url(path), {
      method,
      signal: signal(),
      cache: 'no-store',
      headers: { ...headers, ...authorization },
    });
    if (response.ok) {
      return response;
    }
    const refusal = await refused(response);
    const another = token !== used;
    if (response.status !== 401 || !(another || (await askForToken()))) {
      throw refusal;
    }
  }
}

async function refused(response) {
  let code = `The daemon answered with status ${response.status}.`;
  try {
    code = (await response.json()).message || code;
  } catch {
    // Something between here and the daemon has answered; the status is all there is.
  }
  return new Refusal(response.status, code, Number(response.headers.get('Retry-After')) * 1000 || 0);
}

const json = async (path) => (await send('GET', path)).json();
const post = (path, values) => send('POST', `${path}?${new URLSearchParams(values)}`);

export const readTopology = async () => {
  const [topics, nodes] = await Promise.all([json('topics'), json('nodes')]);
  return { topics: topics.topics, producers: nodes.producers };
};
export const readTopic = (topic) => json(`ui/topic?${new URLSearchParams({ topic })}`);

export const createTopic = (topic) => post('topic/create', { topic });
export const deleteTopic = (topic) => post('topic/delete', { topic });
export const createChannel = (topic, channel) => post('channel/create', { topic, channel });
export const deleteChannel = (topic, channel) => post('channel/delete', { topic, channel });
export const tombstone = (topic, node) => post('topic/tombstone', { topic, node });

/** What went wrong, for people. */
export function explain(error) {
  if (error instanceof Refusal) {
    return error.message;
  }
  return error.name === 'TimeoutError' ? 'The daemon does not answer.' : 'The daemon cannot be reached.';
}
