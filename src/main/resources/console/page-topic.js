// One topic: its channels, its producers, and what can be done with them.
import { h } from './preact.js';
import { useEffect, useState } from './hooks.js';
import {
  createChannel,
  createTopic,
  deleteChannel,
  deleteTopic,
  explain,
  readTopic,
  tombstone,
} from './api.js';
import { ActionDialog, CreateDialog, DeleteDialog, open } from './dialogs.js';
import { count, counted, place } from './format.js';
import { Ago, Badge, Countdown, Empty, Heading, Loading, Since, Text, Trouble, announce } from './pieces.js';
import { go, links } from './router.js';
import { state } from './store.js';
import { onEvent } from './streams.js';
import { Table } from './table.js';
import { nodeAddress, nodeKey } from './topology.js';

// Registrations come in bursts, and a topic that is deleted loses its producers first.
const BURST = 100;

/** Reads the topic, and again when something has happened to it. */
function useTopic(name) {
  const [answer, setAnswer] = useState({ kind: 'loading' });

  useEffect(() => {
    let left = false;
    let gone = false;
    let reading = false;
    let timer = null;

    async function read() {
      reading = true;
      timer = null;
      let next;
      try {
        next = { kind: 'found', topic: datedFrom(await readTopic(name)) };
      } catch (error) {
        next = error.code === 'TOPIC_NOT_FOUND' ? { kind: 'absent' } : { kind: 'failed', why: explain(error) };
      }
      reading = false;
      if (!left && !gone) {
        setAnswer(next);
      }
    }
    function readSoon() {
      timer ??= setTimeout(() => {
        timer = null;
        return reading ? readSoon() : read();
      }, BURST);
    }

    read();
    const stop = onEvent((type, data) => {
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

function Channels({ topic }) {
  const { topic: name, channels } = topic;
  const create = () =>
    open((close) =>
      h(CreateDialog, { what: 'channel', within: name, act: (channel) => createChannel(name, channel), onClose: close }),
    );
  const remove = (channel) =>
    open((close) =>
      h(
        DeleteDialog,
        { what: 'channel', name: channel, act: () => deleteChannel(name, channel), onClose: close },
        h('p', null, `It is forgotten here, as a channel of ${name}. nsqds that hold it keep it, with its messages, and register it anew when they connect again.`),
      ),
    );
  const columns = [
    { id: 'name', label: 'Channel', cell: (c) => h(Text, { value: c.name }) },
    { id: 'producers', label: 'Producers', numeric: true, cell: (c) => count(c.producers) },
    {
      id: 'actions',
      label: '',
      cell: (c) =>
        h('button', { type: 'button', class: 'danger quiet', 'aria-label': `Delete channel ${c.name}`, onClick: () => remove(c.name) }, 'Delete'),
    },
  ];
  return h(
    'section',
    null,
    h(
      'div',
      { class: 'section-head' },
      h('h2', null, `Channels `, h('span', { class: 'muted' }, count(channels.length))),
      h('button', { type: 'button', onClick: create }, 'New channel'),
    ),
    channels.length === 0
      ? h(Empty, { title: 'No channel yet.' }, 'The first consumer makes one. Or make one here, so that nsqds keep messages for it from the start.')
      : h(Table, { label: 'Channels', layout: 'layout-channels', columns, rows: channels, rowKey: (c) => c.name }),
  );
}

const PRODUCER_COLUMNS = [
  {
    id: 'node',
    label: 'nsqd',
    cell: (p) => h('a', { href: links.node(nodeKey(p)) }, h(Text, { value: nodeAddress(p), mono: true })),
  },
  { id: 'host', label: 'Hostname', cell: (p) => h(Text, { value: p.hostname }) },
  { id: 'place', label: 'Zone', cell: (p) => h(Text, { value: place(p) }) },
  { id: 'version', label: 'Version', cell: (p) => h(Text, { value: p.version }) },
  { id: 'age', label: 'Connected', numeric: true, cell: (p) => h(Since, { time: p.connectedAt }) },
  {
    id: 'heard',
    label: 'Heard',
    numeric: true,
    cell: (p) => h(Ago, { time: Math.max(p.heardAt, state.heard.get(nodeKey(p)) ?? 0) }),
  },
  {
    id: 'state',
    label: 'State',
    cell: (p) => [
      p.silent && h(Badge, { kind: 'bad' }, 'silent'),
      p.hiddenUntil !== null && h(Badge, { kind: 'warn' }, 'hidden ', h(Countdown, { until: p.hiddenUntil })),
      !p.silent && p.hiddenUntil === null && h(Badge, { kind: 'good' }, 'listed'),
    ],
  },
];

function Producers({ topic }) {
  const { topic: name, producers } = topic;
  const hide = (p) =>
    open((close) =>
      h(
        ActionDialog,
        {
          title: `Hide ${nodeAddress(p)} from ${name}?`,
          verb: 'Tombstone',
          danger: true,
          ready: true,
          act: () => tombstone(name, nodeAddress(p)),
          done: `${nodeAddress(p)} is hidden from ${name}.`,
          onClose: close,
        },
        h('p', null, 'Lookups of this topic leave it out until the tombstone’s lifetime is over. Consumers that are connected stay so.'),
      ),
    );
  const columns = [
    ...PRODUCER_COLUMNS,
    {
      id: 'actions',
      label: '',
      cell: (p) =>
        h('button', { type: 'button', class: 'quiet', 'aria-label': `Tombstone ${nodeAddress(p)}`, onClick: () => hide(p) }, 'Tombstone'),
    },
  ];
  const hidden = producers.filter((p) => p.hiddenUntil !== null).length;
  return h(
    'section',
    null,
    h(
      'div',
      { class: 'section-head' },
      h('h2', null, 'Producers ', h('span', { class: 'muted' }, hidden ? `${count(producers.length)}, ${counted(hidden, 'hidden', 'hidden')}` : count(producers.length))),
    ),
    producers.length === 0
      ? h(Empty, { title: 'No nsqd has this topic.' }, 'Consumers find nobody to connect to. An nsqd that is given this daemon by --lookupd-tcp-address appears here when something is published.')
      : h(Table, { label: 'Producers', layout: 'layout-producers', columns, rows: producers, rowKey: nodeKey }),
  );
}
