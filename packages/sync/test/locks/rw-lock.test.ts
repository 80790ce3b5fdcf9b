import { asyncWith, coroutine, createTask, sleep, wait } from '@acoro/core'
import { RwLock } from '@acoro/sync'
import { injectCancelEverywhere } from '@acoro/testing'
import { describe, expect, test } from 'vitest'
import { describedWait, play } from '../support/virtual.ts'

const read = coroutine(function* read(lock: RwLock, name: string, log: string[]) {
  using _permit = yield* lock.read()
  log.push(`${name} reads`)
  yield* sleep(10)
  log.push(`${name} has read`)
})

const write = coroutine(function* write(lock: RwLock, name: string, log: string[]) {
  using _permit = yield* lock.write()
  expect(lock.statistics()).toMatchObject({ readers: 0, writing: true })
  log.push(`${name} writes`)
  yield* sleep(10)
  log.push(`${name} has written`)
})

const idle = { readers: 0, writing: false, waitingReaders: 0, waitingWriters: 0 }

describe('a read-write lock', () => {
  test('lets readers in together, and a writer alone', () => {
    const log: string[] = []
    play(function* () {
      const lock = new RwLock()
      yield* wait([
        createTask(read(lock, 'a', log)),
        createTask(read(lock, 'b', log)),
        createTask(write(lock, 'c', log)),
      ])
      expect(lock.statistics()).toEqual(idle)
    })
    expect(log).toEqual(['a reads', 'b reads', 'a has read', 'b has read', 'c writes', 'c has written'])
  })

  test('makes readers wait behind a writer who waits, so that it is not starved', () => {
    const log: string[] = []
    play(function* () {
      const lock = new RwLock({ name: 'cache' })
      const tasks = [
        createTask(read(lock, 'a', log)),
        createTask(write(lock, 'b', log)),
        createTask(read(lock, 'c', log)),
        createTask(read(lock, 'd', log)),
        createTask(write(lock, 'e', log)),
      ]
      yield* sleep(1)
      expect(lock.statistics()).toEqual({ readers: 1, writing: false, waitingReaders: 2, waitingWriters: 2 })
      expect(lock.tryRead()).toBeUndefined()
      expect(describedWait(tasks[4]!)).toBe('RwLock.read/write on cache (1 reading, 4 waiting)')
      yield* wait(tasks)
    })
    expect(log).toEqual([
      ...['a reads', 'a has read', 'b writes', 'b has written'],
      ...['c reads', 'd reads', 'c has read', 'd has read', 'e writes', 'e has written'],
    ])
  })

  test('lets the readers in that a writer held up who gives up', () => {
    const log: string[] = []
    play(function* () {
      const lock = new RwLock()
      const first = createTask(read(lock, 'a', log))
      const writer = createTask(write(lock, 'b', log))
      const second = createTask(read(lock, 'c', log))
      yield* sleep(1)
      writer.cancel()
      yield* sleep(1)
      expect(lock.statistics().readers).toBe(2)
      yield* wait([first, second])
    })
    expect(log).toEqual(['a reads', 'c reads', 'a has read', 'c has read'])
  })

  test('is read on by a writer who downgrades, together with the readers who are next', () => {
    play(function* () {
      const lock = new RwLock()
      using written = yield* lock.write()
      const reader = createTask(read(lock, 'a', []))
      const writer = createTask(write(lock, 'b', []))
      yield* sleep(1)
      const reading = written.downgrade()
      yield* sleep(1)
      expect(lock.statistics()).toEqual({ readers: 2, writing: false, waitingReaders: 0, waitingWriters: 1 })
      expect(() => written.downgrade()).toThrow(
        new RangeError('Expected a permit that is held, to downgrade it, got one that was released'),
      )
      written.release()
      expect(lock.statistics().readers).toBe(2)
      reading.release()
      yield* wait([reader, writer])
      expect(lock.statistics()).toEqual(idle)
    })
  })

  test('is held for the block of an asyncWith', () => {
    play(function* () {
      const lock = new RwLock()
      yield* asyncWith(yield* lock.read(), function* () {
        expect(`${lock}`).toBe('<RwLock [readers:1, waiting:0]>')
      })
      expect(`${lock}`).toBe('<RwLock [unlocked, waiting:0]>')
    })
  })

  for (const [kind, use] of [
    ['reader', read],
    ['writer', write],
  ] as const) {
    test(`loses nothing whenever a ${kind} is cancelled`, () => {
      const moments = injectCancelEverywhere(function* (inject) {
        const lock = new RwLock()
        const log: string[] = []
        const tasks = [
          createTask(write(lock, 'first', log)),
          createTask(read(lock, 'a', log)),
          inject(use(lock, 'victim', log)),
          createTask(read(lock, 'b', log)),
          createTask(write(lock, 'last', log)),
        ]
        yield* wait(tasks)
        for (const task of tasks) if (!task.cancelled()) task.result()
        expect(log.filter((line) => / has /.test(line) && !line.startsWith('victim'))).toEqual([
          ...['first has written', 'a has read', 'b has read', 'last has written'],
        ])
        expect(lock.statistics()).toEqual(idle)
      })
      expect(moments).toBeGreaterThan(4)
    })
  }
})
