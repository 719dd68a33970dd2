// Which nsqds there are and what they produce: a snapshot, and the events since.

/** By which the daemon tells nsqds apart. */
export const nodeKey = (p) => `${p.broadcast_address}:${p.tcp_port}:${p.http_port}`;

/** Host and port; an IPv6 address may have come with brackets and without, and is shown with them. */
export const hostAndPort = (host, port) => `${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`;

/** By which a tombstone names an nsqd. */
export const nodeAddress = (p) => hostAndPort(p.broadcast_address, p.http_port);

export class Topology {
  /** By name: the keys of the nodes that produce it, and the addresses hidden from it. */
  topics = new Map();
  /** By key: the fields of /nodes, and the names of its topics. */
  nodes = new Map();
  /** Changes with every change, so that what is made of this can be kept until then. */
  revision = 0;

  /** Begins anew with the names of /topics and the producers of /nodes. */
  replace(names, producers) {
    this.topics = new Map();
    this.nodes = new Map();
    names.forEach((name) => this.#topic(name));
    for (const producer of producers) {
      const node = this.#node(producer);
      producer.topics.forEach((name, i) => {
        this.#join(node, name);
        if (producer.tombstones[i]) {
          this.#topic(name).hidden.add(node.address);
        }
      });
    }
    this.revision++;
  }

  /** Takes in an event; of those that change nothing here, nothing happens. */
  apply(type, data) {
    const change = this.#changes[type];
    if (change) {
      change(data);
      this.revision++;
    }
  }

  #changes = {
    'topic-created': ({ topic }) => this.#topic(topic),
    'topic-deleted': ({ topic }) => this.#forget(topic),
    'producer-joined': ({ topic, producer }) => {
      const node = this.#node(producer);
      if (topic !== undefined) {
        this.#join(node, topic);
      }
    },
    'producer-left': ({ topic, producer }) => {
      const key = nodeKey(producer);
      if (topic !== undefined) {
        this.#leave(key, topic);
      } else {
        this.nodes.get(key)?.topics.forEach((name) => this.#leave(key, name));
        this.nodes.delete(key);
      }
    },
    tombstoned: ({ topic, node }) => this.topics.get(topic)?.hidden.add(node),
    'tombstone-expired': ({ topic, node }) => this.topics.get(topic)?.hidden.delete(node),
    reset: ({ topics, producers }) => this.replace(topics, producers),
  };

  #topic(name) {
    let topic = this.topics.get(name);
    if (!topic) {
      topic = { name, nodes: new Set(), hidden: new Set() };
      this.topics.set(name, topic);
    }
    return topic;
  }

  #node(producer) {
    const key = nodeKey(producer);
    const topics = this.nodes.get(key)?.topics ?? new Set();
    const node = { ...producer, key, address: nodeAddress(producer), topics };
    this.nodes.set(key, node);
    return node;
  }

  #join(node, name) {
    node.topics.add(name);
    this.#topic(name).nodes.add(node.key);
  }

  #leave(key, name) {
    const node = this.nodes.get(key);
    node?.topics.delete(name);
    const topic = this.topics.get(name);
    topic?.nodes.delete(key);
    if (topic && node) {
      topic.hidden.delete(node.address);
    }
  }

  #forget(name) {
    this.topics.get(name)?.nodes.forEach((key) => this.nodes.get(key)?.topics.delete(name));
    this.topics.delete(name);
  }
}

/** The versions of nsqd there are, that of most nodes first: pairs of version and count. */
export function versions(topology) {
  const counts = new Map();
  for (const node of topology.nodes.values()) {
    counts.set(node.version, (counts.get(node.version) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? 1 : -1));
}
