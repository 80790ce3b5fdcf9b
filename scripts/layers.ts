// What may import what, in one place; scripts/test/architecture.test.ts holds the sources to it.

/**
 * The files of packages/core/src from the ground up: each may import only those above it in this list (type-only
 * imports excepted). A new file has to be put in its place here before the tests pass.
 */
export const coreOrder: readonly string[] = [
  'errors',
  'ring',
  'handle',
  'timer-heap',
  'host',
  'state',
  'loop',
  'context',
  'future',
  'coroutine',
  'task',
  'wait-queue',
  'sleep',
  'timeout',
  'task-group',
  'gather',
  'wait',
  'shield',
  'race',
  'resource',
  'async-generator',
  'executor',
  'runner',
  'debug',
  'stack',
  'call-graph',
  'lowlevel',
  'index',
]

/** A package stands on core alone. An entry of its own (`./network`) may need a sibling, as an optional peer. */
export const siblings: Readonly<Record<string, readonly string[]>> = {
  'testing/network': ['streams'],
}
