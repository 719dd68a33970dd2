// One topic: its channels, its producers, and what can be done with them.
import { h } from './preact.js';
import { useEffect, useState } from './hooks.js';
import { createTopic, deleteTopic, explain, readTopic } from './api.js';
import { DeleteDialog, open } from './dialogs.js';
import { Badge, Empty, Heading, Loading, Text, Trouble, announce } from './pieces.js';
import { go, links } from './router.js';
import { onEvent } from './streams.js';
import { Channels } from './topic-channels.js';
import { Producers } from './topic-producers.js';

// Registrations come in bursts, and a topic that is deleted loses its producers first.
const BURST = 100;

// What takes long is read less often: a tenth of the time at most goes into it.
const REST = 9;

/** Reads the topic, and again when something has happened to it. */
function useTopic(name) {
  const [answer, setAnswer] = useState({ kind: 'loading' });

  useEffect(() => {
    let left = false;
    let gone = false;
    let reading = false;
    let failed = false;
    let timer = null;
    let rest = 0;

    async function read() {
      reading = true;
      const start = performance.now();
      let next;
      try {
        next = { kind: 'found', topic: datedFrom(await readTopic(name)) };
      } catch (error) {
        next = error.code === 'TOPIC_NOT_FOUND' ? { kind: 'absent' } : { kind: 'failed', why: explain(error) };
      }
      reading = false;
      rest = (performance.now() - start) * REST;
      failed = next.kind === 'failed';
      if (!left && !gone) {
        setAnswer(next);
      }
    }
    function readSoon() {
      timer ??= setTimeout(() => {
        timer = null;
        return reading ? readSoon() : read();
      }, Math.max(BURST, rest));
    }

    read();
    const stop = onEvent((type, data) => {
      if (type === 'open' && failed) {
        readSoon();
      }
      const concerned = data.topic === name || type === 'reset';
      if (concerned && type === 'topic-deleted') {
        clearTimeout(timer);
        timer = null;
        gone = true;
        setAnswer({ kind: 'absent' });
      } else if (concerned && !(gone && type === 'producer-left')) {
        gone = false;
        readSoon();
      }
    });
    return () => {
      left = true;
      clearTimeout(timer);
      stop();
    };
  }, [name]);
  return answer;
}

/** With points in time instead of how long ago something was. */
function datedFrom(topic) {
  const now = Date.now();
  const producers = topic.producers.map((p) => ({
    ...p,
    connectedAt: now - p.connected_ms,
    heardAt: now - p.heard_ms,
    hiddenUntil: p.tombstone_ms === undefined ? null : now + p.tombstone_ms,
  }));
  return { ...topic, producers };
}

export function TopicPage({ argument: name }) {
  const answer = useTopic(name);
  const remove = () =>
    open((close) =>
      h(
        DeleteDialog,
        { what: 'topic', name, act: () => deleteTopic(name), onDone: () => go(links.topics()), onClose: close },
        h(
          'p',
          null,
          'The topic, its channels and its registrations are forgotten here. nsqds that hold it keep it, with its messages, and register it anew when they connect again: delete it there first, or hide them meanwhile.',
        ),
      ),
    );
  return h(
    'main',
    { class: 'page' },
    h(
      Heading,
      {
        aside:
          answer.kind === 'found' &&
          h('button', { type: 'button', class: 'danger quiet', onClick: remove }, 'Delete topic'),
      },
      h(Text, { value: name }),
      name.endsWith('#ephemeral') && h(Badge, null, 'ephemeral'),
    ),
    h(Body, { answer, name }),
  );
}

function Body({ answer, name }) {
  switch (answer.kind) {
    case 'loading':
      return h(Loading);
    case 'failed':
      return h(Trouble, null, answer.why);
    case 'absent':
      return h(Absent, { name });
    default:
      return [h(Channels, answer), h(Producers, answer)];
  }
}

function Absent({ name }) {
  const [trouble, setTrouble] = useState(null);
  const create = () =>
    createTopic(name).then(
      () => announce(`Created the topic ${name}.`),
      (error) => setTrouble(explain(error)),
    );
  return [
    h(
      Empty,
      { title: 'There is no such topic.' },
      'It was deleted, or never registered here. It appears as soon as an nsqd registers it. ',
      h('button', { type: 'button', onClick: create }, 'Create it'),
    ),
    trouble && h(Trouble, null, trouble),
  ];
}
