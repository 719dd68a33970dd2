// The channels of a topic.
import { h } from './preact.js';
import { createChannel, deleteChannel } from './api.js';
import { CreateDialog, DeleteDialog, open } from './dialogs.js';
import { count } from './format.js';
import { Listing } from './listing.js';
import { Empty, Text } from './pieces.js';

export function Channels({ topic }) {
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
    { id: 'name', label: 'Channel', sortable: true, value: (c) => c.name, cell: (c) => h(Text, { value: c.name }) },
    { id: 'producers', label: 'Producers', sortable: true, falling: true, numeric: true, value: (c) => c.producers, cell: (c) => count(c.producers) },
    {
      id: 'actions',
      label: '',
      cell: (c, tabIndex) =>
        h('button', { type: 'button', class: 'danger quiet', tabIndex, 'aria-label': `Delete channel ${c.name}`, onClick: () => remove(c.name) }, 'Delete'),
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
      : h(Listing, { label: 'Channels', what: 'channel', layout: 'layout-channels', columns, rows: channels, rowKey: (c) => c.name, textOf: (c) => c.name }),
  );
}
