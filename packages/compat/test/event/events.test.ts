import { EventEmitter } from 'node:events'
import { type EventStream, on, once } from '@acoro/compat'
import { asyncFor, createTask, gather, getRunningLoop, run, sleep } from '@acoro/core'
import { externalsOf } from '@acoro/core/lowlevel'
import { expect, test } from 'vitest'

const next = function* <Args extends unknown[]>(stream: EventStream<Args>) {
  const result = yield* stream.anext()
  return result.done === true ? 'end' : result.value
}

test('once gives the arguments of the next event, and listens no longer', async () => {
  const emitter = new EventEmitter()
  setImmediate(() => emitter.emit('data', 1, 'two'))
  expect(await run(once(emitter, 'data'))).toEqual([1, 'two'])
  expect(emitter.eventNames()).toEqual([])
})

test("once throws what is emitted as 'error', unless that is what it waits for", async () => {
  const emitter = new EventEmitter()
  const failure = new Error('broken pipe')
  const soon = () => setImmediate(() => emitter.emit('error', failure))
  soon()
  await expect(run(once(emitter, 'data'))).rejects.toBe(failure)
  soon()
  expect(await run(once(emitter, 'error'))).toEqual([failure])
  expect(emitter.eventNames()).toEqual([])
})

test('once of an EventTarget gives the event', async () => {
  const target = new EventTarget()
  const event = new Event('ready')
  setImmediate(() => target.dispatchEvent(event))
  expect(await run(once(target, 'ready'))).toEqual([event])
})

test('a cancelled once leaves no listener', async () => {
  const emitter = new EventEmitter()
  await run(function* main() {
    const task = createTask(once(emitter, 'data'))
    yield* sleep(0)
    expect(emitter.eventNames()).toEqual(['data', 'error'])
    expect([...externalsOf(getRunningLoop())]).toMatchObject([
      { what: 'the callback of once(data)', transient: false },
    ])
    task.cancel()
    yield* sleep(0)
    expect(emitter.eventNames()).toEqual([])
  })
})

test('once that is never awaited never listens', () => {
  const emitter = new EventEmitter()
  once(emitter, 'data')
  expect(emitter.eventNames()).toEqual([])
})

test('on gives event after event, those from before the first anext too', async () => {
  const emitter = new EventEmitter()
  const events = on<[number]>(emitter, 'data', { end: 'close' })
  emitter.emit('data', 1)
  const seen: number[] = []
  await run(function* main() {
    setImmediate(() => {
      emitter.emit('data', 2)
      emitter.emit('data', 3)
      emitter.emit('close')
      emitter.emit('data', 4)
    })
    yield* asyncFor(events, function* ([n]) {
      seen.push(n)
    })
  })
  expect(seen).toEqual([1, 2, 3])
  expect(emitter.eventNames()).toEqual([])
})

test('on of an EventTarget', async () => {
  const target = new EventTarget()
  await run(function* main() {
    const events = on(target, 'tick')
    target.dispatchEvent(new Event('tick'))
    const [event] = (yield* next(events)) as [Event]
    expect(event.type).toBe('tick')
  })
})

test("what is emitted as 'error' is thrown after the events before it, once", async () => {
  const emitter = new EventEmitter()
  await run(function* main() {
    const events = on(emitter, 'data')
    emitter.emit('data', 1)
    emitter.emit('error', new Error('broken'))
    expect(yield* next(events)).toEqual([1])
    try {
      yield* events.anext()
      expect.unreachable()
    } catch (error) {
      expect(error).toHaveProperty('message', 'broken')
    }
    expect(yield* next(events)).toBe('end')
  })
})

test("an 'error' is thrown at whoever waits", async () => {
  const emitter = new EventEmitter()
  setImmediate(() => emitter.emit('error', new Error('broken')))
  await expect(run(() => on(emitter, 'data').anext())).rejects.toThrow('broken')
})

test('leaving the loop early stops listening', async () => {
  const emitter = new EventEmitter()
  await run(function* main() {
    const events = on(emitter, 'data')
    emitter.emit('data', 1)
    emitter.emit('data', 2)
    yield* asyncFor(events, function* () {
      return false
    })
    expect([events.size, emitter.eventNames()]).toEqual([0, []])
    expect(yield* next(events)).toBe('end')
  })
})

test('it is closed with its loop, and by using', async () => {
  const emitter = new EventEmitter()
  {
    using events = on(emitter, 'data')
    expect(emitter.listenerCount('data')).toBe(1)
    expect(events.size).toBe(0)
  }
  expect(emitter.listenerCount('data')).toBe(0)
})

test('at the limit it ends with an error, after what had come before', async () => {
  const emitter = new EventEmitter()
  await run(function* main() {
    const events = on(emitter, 'data', { limit: 2 })
    for (let n = 1; n <= 4; n++) emitter.emit('data', n)
    expect(emitter.eventNames()).toEqual([])
    expect(yield* next(events)).toEqual([1])
    expect(yield* next(events)).toEqual([2])
    try {
      yield* events.anext()
      expect.unreachable()
    } catch (error) {
      expect(error).toMatchObject({
        name: 'RuntimeError',
        message:
          '2 events of on(data) wait to be taken, and one more came: take them faster, or say with `overflow` which to drop',
      })
    }
  })
})

test.each([
  ['drop-oldest', [3, 4]],
  ['drop-newest', [1, 2]],
] as const)('at the limit with %s the others are kept', async (overflow, kept) => {
  const emitter = new EventEmitter()
  await run(function* main() {
    const events = on(emitter, 'data', { limit: 2, overflow })
    for (let n = 1; n <= 4; n++) emitter.emit('data', n)
    expect([yield* next(events), yield* next(events)]).toEqual(kept.map((n) => [n]))
  })
})

test('an event whose taker is cancelled before it runs goes to the next, in order', async () => {
  const emitter = new EventEmitter()
  await run(function* main() {
    const events = on<[number]>(emitter, 'data')
    const first = createTask(next(events))
    const second = createTask(next(events))
    const third = createTask(next(events))
    yield* sleep(0)
    emitter.emit('data', 1)
    emitter.emit('data', 2)
    emitter.emit('data', 3)
    emitter.emit('data', 4)
    first.cancel()
    second.cancel()
    expect(yield* third).toEqual([3])
    expect([yield* next(events), yield* next(events), yield* next(events)]).toEqual([[1], [2], [4]])
  })
})

test('wrong arguments are refused at the call', () => {
  expect(() => once({} as never, 'data')).toThrow(
    'Expected an event emitter or an EventTarget, got an object',
  )
  expect(() => once(new EventEmitter(), 5 as never)).toThrow(
    'Expected the name of an event, a string or a symbol, got the number 5',
  )
  expect(() => on(new EventEmitter(), 'data', { limit: 0 })).toThrow(
    new RangeError('Expected the option limit of on() to be 1 or more, got the number 0'),
  )
  expect(() => on(new EventEmitter(), 'data', { limit: Number.NaN })).toThrow(RangeError)
  expect(() => on(new EventEmitter(), 'data', { overflow: 'block' as never })).toThrow(
    new RangeError(
      `Expected the option overflow of on() to be 'error', 'drop-oldest' or 'drop-newest', got the string "block"`,
    ),
  )
  expect(() => on(new EventEmitter(), 'data', 'close' as never)).toThrow(
    'Expected the options of on() as an object, { limit, overflow, end }, got the string "close"',
  )
  expect(() => on(new EventEmitter(), 'data', { end: ['close', 5 as never] })).toThrow(
    'Expected the option end of on() to be the name of an event or an array of such, got the number 5',
  )
})

test("an 'error' emitted in the turn of a cancel is thrown at the next anext", async () => {
  for (const error of [new Error('line cut'), undefined]) {
    const thrown = await run(function* main() {
      const emitter = new EventEmitter()
      const events = on(emitter, 'data')
      const task = createTask(events.anext())
      yield* sleep(0)
      emitter.emit('error', error)
      task.cancel()
      yield* gather([task], { returnExceptions: true })
      try {
        yield* events.anext()
        return 'no error'
      } catch (caught) {
        return [caught, yield* events.anext()]
      }
    })
    expect(thrown).toEqual([error, { done: true, value: undefined }])
  }
})

test("an 'error' is told to all who wait, and to the next one only if none of them ran", async () => {
  await run(function* main() {
    const emitter = new EventEmitter()
    const events = on(emitter, 'data')
    const tasks = [1, 2, 3].map(() => createTask(events.anext()))
    yield* sleep(0)
    emitter.emit('error', new Error('line cut'))
    tasks[0]?.cancel()
    const ends = yield* gather(tasks, { returnExceptions: true })
    expect(ends.map(String)).toEqual(['CancelledError', 'Error: line cut', 'Error: line cut'])
    expect(yield* events.anext()).toEqual({ done: true, value: undefined })
  })
})

test('an emitter that refuses a listener is left with none', async () => {
  class Strict extends EventEmitter {
    override on(event: string, listener: (...args: unknown[]) => void): this {
      if (event === 'error') throw new Error('no listeners for errors')
      return super.on(event, listener)
    }
  }
  const emitter = new Strict()
  expect(() => on(emitter, 'data')).toThrow('no listeners for errors')
  await expect(run(once(emitter, 'data'))).rejects.toThrow('no listeners for errors')
  expect(emitter.eventNames()).toEqual([])
})

test('100,000 events that wait are taken one by one without moving the others', async () => {
  const emitter = new EventEmitter()
  const events = on<[number]>(emitter, 'data', { limit: Infinity })
  let moved = 0
  const { shift } = Array.prototype
  Array.prototype.shift = function (this: unknown[]) {
    moved += this.length
    return shift.call(this)
  }
  try {
    for (let n = 0; n < 100_000; n++) emitter.emit('data', n)
    await run(function* main() {
      for (let n = 0; n < 100_000; n++) yield* events.anext()
    })
  } finally {
    Array.prototype.shift = shift
  }
  expect(moved).toBeLessThan(1000)
})
