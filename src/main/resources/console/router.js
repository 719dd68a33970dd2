// Which page the address's fragment means. Names may hold a #, and so are always encoded.

export const links = {
  overview: () => '#/',
  topics: () => '#/topics',
  topic: (name) => `#/topic/${encodeURIComponent(name)}`,
  nodes: () => '#/nodes',
  node: (key) => `#/node/${encodeURIComponent(key)}`,
  cluster: () => '#/cluster',
  live: () => '#/live',
};

/** The page and its argument; the page is `unknown` when no page has this address. */
export function route(hash = window.location.hash) {
  const [, page = '', argument, ...more] = hash.split('/');
  const wantsArgument = page === 'topic' || page === 'node';
  const known = page === '' || (page !== 'unknown' && page !== 'overview' && page in links);
  if (!known || more.length > 0 || wantsArgument !== Boolean(argument)) {
    return { page: 'unknown' };
  }
  try {
    return { page: page || 'overview', argument: argument && decodeURIComponent(argument) };
  } catch {
    return { page: 'unknown' };
  }
}

export const go = (hash) => (window.location.hash = hash);
