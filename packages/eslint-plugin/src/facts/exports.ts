/**
 * What the functions of acoro's packages give, for where no types say so. A test compares it with the
 * packages' API, so that a new function cannot be forgotten here.
 */

import type { Kind } from './facts.ts'

const coroutines = [
  // core
  'asyncFor',
  'asyncWith',
  'cancelScope',
  'moveOnAfter',
  'race',
  'sleep',
  'taskGroup',
  'timeout',
  'timeoutAt',
  'toThread',
  'wait',
  'waitFor',
  // compat
  'fromAsync',
  'fromCallback',
  'fromPromise',
  'once',
  // service
  'cron',
  'every',
  'fallback',
  'hedge',
  'retry',
  'supervise',
  // sync
  'select',
  // streams
  'connectAcceptedSocket',
  'connectReadPipe',
  'connectWritePipe',
  'copy',
  'copyBidirectional',
  'createConnection',
  'createDatagramEndpoint',
  'createServer',
  'createSubprocessExec',
  'createSubprocessShell',
  'openConnection',
  'openUnixConnection',
  'sendfile',
  'startServer',
  'startUnixServer',
  'subprocessExec',
  'subprocessShell',
  // testing
  'assertCheckpoint',
  'assertNoBlocking',
  'assertNoCheckpoint',
  'waitAllTasksBlocked',
  // web
  'fetch',
  'serve',
  'connectWebSocket',
  'idle',
  'frame',
  'visible',
]

/** What a call of each export gives, if it is an awaitable. */
export const kindsOfExports: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ...coroutines.map((name) => [name, 'coroutine'] as const),
  ...['ensureFuture', 'gather', 'shield'].map((name) => [name, 'future'] as const),
  ...['createTask'].map((name) => [name, 'task'] as const),
])

/** Exports that wrap a function, so that calling the result makes a coroutine. */
export const wrappers: ReadonlySet<string> = new Set(['coroutine', 'coroutinify', 'legacy'])

/** Exports that take generator functions which yield promises: what theirs yield is no mistake. */
export const yieldingPromises: ReadonlySet<string> = new Set(['co', 'legacy'])

/** Exports whose argument may be any list of awaitables, or of other things. */
export const takingLists: ReadonlySet<string> = new Set([
  'asCompleted',
  'gather',
  'mapConcurrent',
  'race',
  'select',
  'wait',
])

/** Classes that programs make instances of, and their methods that return a coroutine. */
export const waitingMethods: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ...['BoundedSemaphore', 'CapacityLimiter', 'KeyedLock', 'Lock', 'RLock', 'RateLimiter', 'Semaphore'].map(
    (name) => [name, ['acquire']] as const,
  ),
  ...['LifoQueue', 'PriorityQueue', 'Queue'].map((name) => [name, ['put', 'get', 'join']] as const),
  ['AsyncExitStack', ['enterAsyncContext', 'aclose']],
  ['Barrier', ['wait', 'reset', 'abort']],
  ['Condition', ['acquire', 'wait', 'waitFor']],
  ['Event', ['wait']],
  ['InlineExecutor', ['shutdown']],
  ['Notify', ['wait']],
  ['RwLock', ['read', 'write']],
  ['TaskGroup', ['start']],
  ['WatchValue', ['waitFor']],
])

/**
 * Classes of `@acoro/sync` with methods whose result has to be released. The methods under `waiting` may
 * wait. The methods under `trying` return at once.
 */
export const permitMethods: ReadonlyMap<string, PermitMethods> = new Map<string, PermitMethods>([
  ...['Lock', 'RLock', 'Semaphore', 'BoundedSemaphore', 'CapacityLimiter', 'KeyedLock', 'Condition'].map(
    (name) => [name, { waiting: ['acquire'], trying: ['tryAcquire'] }] as const,
  ),
  ['RwLock', { waiting: ['read', 'write'], trying: ['tryRead', 'tryWrite'] }],
])

interface PermitMethods {
  readonly waiting: readonly string[]
  readonly trying: readonly string[]
}

/** Classes of `@acoro/sync` whose instances are something to release. */
export const permitClasses: ReadonlySet<string> = new Set(['Permit', 'WritePermit', 'SendSlot'])
