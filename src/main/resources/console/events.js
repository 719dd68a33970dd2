// Events of the daemon, in words.
import { h } from './preact.js';
import { Text } from './pieces.js';
import { links } from './router.js';
import { nodeAddress, nodeKey } from './topology.js';

/** `good` for what comes, `bad` for what goes, `note` for the rest. */
export function eventKind(type) {
  if (/-(created|joined)$|-expired$/.test(type)) {
    return 'good';
  }
  return /-(deleted|left)$|^tombstoned$/.test(type) ? 'bad' : 'note';
}

/** What an event is about, for filters; `reset` is about everything. */
export const SUBJECTS = ['topic', 'channel', 'producer', 'tombstone', 'member'];
export const subjectOf = (type) => SUBJECTS.find((subject) => type.startsWith(subject)) ?? null;

/** The topic an event is about, if any. */
export const EventTopic = ({ data }) =>
  data.topic === undefined
    ? h('span', { class: 'muted' }, '–')
    : h('a', { href: links.topic(data.topic) }, h(Text, { value: data.topic }));

/** What else there is to say of an event. */
export function EventDetail({ type, data }) {
  switch (subjectOf(type)) {
    case 'channel':
      return h(Text, { value: data.channel });
    case 'producer':
      return [
        h('a', { href: links.node(nodeKey(data.producer)) }, h(Text, { value: nodeAddress(data.producer), mono: true })),
        data.cause && h('span', { class: 'cause' }, data.cause),
        h('span', { class: 'muted host' }, h(Text, { value: data.producer.hostname })),
      ];
    case 'tombstone':
      return h(Text, { value: data.node, mono: true });
    case 'member':
      return [h(Text, { value: data.name }), h(Text, { value: data.address, mono: true })];
    default:
      return type === 'reset' ? h('span', null, 'Some events were missed; everything was read anew.') : null;
  }
}

/** All that a search of the feed is to find an event by. */
export const textOf = ({ type, data }) =>
  [type, data.topic, data.channel, data.node, data.name, data.cause, data.producer && `${nodeAddress(data.producer)} ${data.producer.hostname}`]
    .filter(Boolean)
    .join(' ')
    .toLowerCase();
