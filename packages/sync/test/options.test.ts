import {
  Barrier,
  BoundedSemaphore,
  BroadcastChannel,
  CapacityLimiter,
  Condition,
  Event,
  KeyedLock,
  LifoQueue,
  Lock,
  mapConcurrent,
  Notify,
  openChannel,
  PriorityQueue,
  Queue,
  RateLimiter,
  RwLock,
  Semaphore,
  WatchValue,
} from '@acoro/sync'
import { describe, expect, test } from 'vitest'

type Make = (options: never) => unknown

const compare = (a: number, b: number): number => a - b

/** Everything that takes options: what calls it, and the options it knows. */
const makers: [where: string, make: Make, names: string][] = [
  ['Barrier()', (options) => new Barrier(1, options), 'name'],
  ['BoundedSemaphore()', (options) => new BoundedSemaphore(1, options), 'name'],
  ['BroadcastChannel()', (options) => new BroadcastChannel(1, options), 'name'],
  ['CapacityLimiter()', (options) => new CapacityLimiter(1, options), 'name'],
  ['Condition()', (options) => new Condition(undefined, options), 'name'],
  ['Event()', (options) => new Event(options), 'name'],
  ['KeyedLock()', (options) => new KeyedLock(options), 'name'],
  ['LifoQueue()', (options) => new LifoQueue(0, options), 'name'],
  ['Lock()', (options) => new Lock(options), 'name, owned'],
  ['Notify()', (options) => new Notify(options), 'name'],
  ['PriorityQueue()', (options) => new PriorityQueue(0, compare, options), 'name'],
  ['Queue()', (options) => new Queue(0, options), 'name'],
  ['RwLock()', (options) => new RwLock(options), 'name'],
  ['Semaphore()', (options) => new Semaphore(1, options), 'name'],
  ['WatchValue()', (options) => new WatchValue(1, options), 'name'],
  ['openChannel()', (options) => openChannel(1, options), 'name, overflow'],
  ['subscribe()', (options) => new BroadcastChannel(1).subscribe(options), 'onLag'],
]

/** Those that need their options. */
const needing: [where: string, make: Make, names: string][] = [
  ['RateLimiter()', (options) => new RateLimiter(options), 'limit, interval, burst, strict, name'],
  ['mapConcurrent()', (options) => mapConcurrent([], () => [] as never, options), 'limit, ordered'],
]

const wrong: [value: unknown, got: string][] = [
  [null, 'null'],
  ['jobs', 'the string "jobs"'],
  [5, 'the number 5'],
  [() => {}, 'a function'],
  [[1], 'an array of 1'],
]

describe.each([...makers, ...needing])('the options of %s', (where, make, names) => {
  test.each(wrong)('are refused at the call unless they are an object: %o', (value, got) => {
    expect(() => make(value as never)).toThrow(
      new TypeError(`Expected the options of ${where} as an object, { ${names} }, got ${got}`),
    )
  })
})

test.each(makers)('the options of %s may be left out, and so may each of them', (_where, make) => {
  for (const options of [undefined, {}, { name: undefined }]) expect(make(options as never)).toBeDefined()
})

test.each(needing)('the options of %s are needed', (where, make, names) => {
  expect(() => make(undefined as never)).toThrow(
    new TypeError(`Expected the options of ${where} as an object, { ${names} }, got undefined`),
  )
})

test.each([...makers.filter(([where]) => where !== 'subscribe()'), needing[0]!])(
  'the name of %s is a string',
  (where, make) => {
    for (const [name, got] of [
      [5, 'the number 5'],
      [null, 'null'],
    ]) {
      const options = { limit: 1, interval: 1, name } as never
      expect(() => make(options)).toThrow(
        new TypeError(`Expected the option name of ${where} to be a string, got ${got}`),
      )
    }
  },
)

test.each([
  [
    () => openChannel(1, { overflow: 'drop' as never }),
    RangeError,
    "overflow of openChannel() to be 'wait', 'drop-oldest' or 'drop-newest', got the string \"drop\"",
  ],
  [
    () => openChannel(1, { overflow: null as never }),
    TypeError,
    "overflow of openChannel() to be 'wait', 'drop-oldest' or 'drop-newest', got null",
  ],
  [
    () => new BroadcastChannel(1).subscribe({ onLag: 5 as never }),
    TypeError,
    'onLag of subscribe() to be a function, got the number 5',
  ],
  [
    () => mapConcurrent([], () => [] as never, { limit: 1, ordered: 'no' as never }),
    TypeError,
    'ordered of mapConcurrent() to be true or false, got the string "no"',
  ],
  [
    () => new RateLimiter({ limit: 1, interval: 1, strict: 1 as never }),
    TypeError,
    'strict of RateLimiter() to be true or false, got the number 1',
  ],
] as const)('an option of the wrong kind is refused by name: %s', (make, Wrong, text) => {
  expect(make).toThrow(new Wrong(`Expected the option ${text}`))
})
