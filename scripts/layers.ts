// What may import what, in one place; scripts/test/architecture.test.ts holds the sources to it.

/**
 * The files of packages/core/src from the ground up: each may import only those above it in this list (type-only
 * imports excepted). A new file has to be put in its place here before the tests pass.
 */
export const coreOrder: readonly string[] = [
  'errors',
  'exception-group',
  'inspect',
  'flags',
  'external',
  'ring',
  'timer-heap',
  'host',
  'state',
  'probe',
  'native-stack',
  'stack',
  'debug',
  'trail',
  'hooks',
  'unretrieved',
  'context',
  'handle',
  'partial',
  'coroutine-function',
  'scheduler',
  'future',
  'external-future',
  'coroutine',
  'task',
  'body',
  'operation',
  'pause',
  'joint',
  'call-graph',
  'deadlock',
  'wait-queue',
  'turn',
  'executor',
  'signals',
  'loop',
  'sleep',
  'timeout',
  'task-group',
  'gather',
  'wait',
  'as-completed',
  'shield',
  'wait-for',
  'race',
  'async-generator',
  'resource',
  'runner',
  'lowlevel',
  'index',
]

/** A package stands on core alone. An entry of its own (`./network`) may need a sibling, as an optional peer. */
export const siblings: Readonly<Record<string, readonly string[]>> = {
  '@acoro/testing/network': ['streams'],
}
