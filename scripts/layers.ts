// What may import what, in one place; scripts/test/architecture.test.ts holds the sources to it.

/**
 * The folders of each package's src, from the ground up. A file may import files of its own folder and of folders
 * named before it, types included. Files that lie in src itself (the entries) stand on top.
 */
export const floors: Readonly<Record<string, readonly string[]>> = {
  core: [
    'base',
    'current',
    'tracing',
    'scheduler',
    'future',
    'coroutine',
    'task',
    'parking',
    'loop',
    'viewing',
    'resource',
    'waiting',
    'program',
  ],
  sync: ['base', 'locks', 'limits', 'queues', 'channels'],
  streams: [
    'base',
    'transport',
    'network',
    'socket',
    'listen',
    'endpoint',
    'stream',
    'codec',
    'transfer',
    'process',
  ],
  compat: ['base', 'abort', 'promise', 'callback', 'event', 'iterable', 'legacy', 'node'],
  async: ['engine', 'helpers', 'structure', 'plugin', 'register', 'face', 'service', 'streams'],
  executors: ['message', 'portal', 'worker', 'pool', 'thread', 'process'],
  testing: [
    'base',
    'virtual',
    'globals',
    'explore/order',
    'explore/world',
    'explore/strategy',
    'explore/report',
    'explore',
    'steps',
    'network',
    'simulation',
    'runners',
    'suites',
  ],
  service: ['base', 'retry', 'clock', 'flight', 'pool', 'jobs', 'guard', 'lifecycle'],
  web: ['base', 'client', 'server', 'node', 'socket', 'page', 'testing'],
  distributed: ['base', 'message', 'jobs', 'caller', 'worker', 'limits', 'command'],
  console: [
    'base',
    'protocol',
    'text',
    'verdict',
    'attach',
    'link',
    'collector',
    'server',
    'terminal',
    'page/base',
    'page/data',
    'page/parts',
    'page/views',
    'page/frame',
    'page',
  ],
  'eslint-plugin': ['base', 'facts', 'flow', 'fix', 'rules'],
}

/**
 * A package stands on core alone, but for service, which stands on sync, too. An entry of its own
 * (`./network`) may need a sibling, as an optional peer.
 */
export const siblings: Readonly<Record<string, readonly string[]>> = {
  '@acoro/async': ['sync'],
  '@acoro/async/service': ['service'],
  '@acoro/async/streams': ['streams'],
  '@acoro/testing/network': ['streams'],
  '@acoro/service': ['sync'],
  '@acoro/distributed': ['sync'],
  '@acoro/distributed/command': ['sync'],
  '@acoro/web': ['compat'],
  '@acoro/web/node': ['compat'],
  '@acoro/web/page': ['compat'],
  '@acoro/web/testing': ['compat'],
  '@acoro/web/ws': ['compat'],
  '@acoro/web/ws-testing': ['compat'],
}
