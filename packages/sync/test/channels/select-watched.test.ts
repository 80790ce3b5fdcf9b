/** Cases that look at a shared value or a shared row of items: broadcasts and watched values. */

import { createTask, getRunningLoop, sleep, wait } from '@acoro/core'
import { BroadcastChannel, Queue, select, WatchValue } from '@acoro/sync'
import { explore, type Inject, injectCancelEverywhere } from '@acoro/testing'
import { describe, expect, test } from 'vitest'
import { cancelScopeEverywhere } from '../support/scope-cancel.ts'
import { play } from '../support/virtual.ts'

// biome-ignore lint/suspicious/noExplicitAny: bodies that suspend in several ways.
type Steps<T = void> = Generator<any, T, any>

const now = (): number => getRunningLoop().time()
const later = (ms: number, callback: () => void): void => void getRunningLoop().callLater(ms, callback)

describe('a select over broadcasts and watched values', () => {
  test('takes from one of them, and the others keep what came in the same turn', () => {
    const seen = play(function* () {
      const [a, b] = [new BroadcastChannel<string>(4), new BroadcastChannel<string>(4)]
      const [fromA, fromB] = [a.subscribe(), b.subscribe()]
      const settings = new WatchValue('old')
      const watcher = settings.watch()
      const first = watcher.value
      later(5, () => {
        a.send('a')
        b.send('b')
        settings.set('new')
      })
      const log: unknown[] = [first]
      for (let n = 0; n < 3; n++) {
        const { case: which, value } = yield* select({
          b: fromB.receive(),
          a: fromA.receive(),
          setting: watcher.changed(),
        })
        log.push(`${which} ${value} at ${now()}, ${fromA.pending} ${fromB.pending} ${watcher.hasChanged()}`)
      }
      return [...log, a.statistics().waiting, b.statistics().waiting, settings.statistics().waiting]
    })
    expect(seen).toEqual([
      'old',
      'b b at 5, 1 0 true',
      'a a at 5, 0 0 true',
      'setting new at 5, 0 0 false',
      0,
      0,
      0,
    ])
  })

  test('waits for the value that it looks for, and leaves the line when another case is ready', () => {
    const seen = play(function* () {
      const state = new WatchValue('closed')
      const jobs = new Queue<number>()
      later(1, () => state.set('opening'))
      later(2, () => jobs.putNowait(1))
      later(3, () => state.set('open'))
      const choose = () => select({ open: state.waitFor((value) => value === 'open'), job: jobs.get() })
      const chosen = [yield* choose(), now(), state.statistics().waiting, yield* choose(), now()]
      // It holds by now: it is the first that is ready.
      jobs.putNowait(2)
      return [...chosen, yield* choose(), jobs.qsize()]
    })
    expect(seen).toEqual([
      { case: 'job', done: false, value: 1 },
      2,
      0,
      { case: 'open', done: false, value: 'open' },
      3,
      { case: 'open', done: false, value: 'open' },
      1,
    ])
  })

  test('a receiver that was too slow is an error, told once, and the other cases are withdrawn', () => {
    const log = play(function* () {
      const news = new BroadcastChannel<number>(2)
      const reader = news.subscribe()
      const jobs = new Queue<number>()
      for (const item of [1, 2, 3]) news.send(item)
      const log: unknown[] = []
      for (let n = 0; n < 3; n++) {
        try {
          log.push((yield* select([jobs.get(), reader.receive()])).value)
        } catch (error) {
          log.push((error as Error).message)
        }
      }
      return [...log, jobs.statistics().getters]
    })
    expect(log).toEqual([
      'Too slow for <BroadcastChannel [open, 3 sent, subscribers:1]>, which keeps 2 items: 1 are missed',
      2,
      3,
      0,
    ])
  })

  test('the end of each is told once, and a value that another wait looks for is still found', () => {
    const log = play(function* () {
      const news = new BroadcastChannel<string>(2)
      const reader = news.subscribe()
      const state = new WatchValue(1)
      const watcher = state.watch()
      news.send('last')
      news.close()
      state.close()
      const log: string[] = []
      for (let n = 0; n < 6; n++) {
        const chosen = yield* select({
          news: reader.receive(),
          change: watcher.changed(),
          two: state.waitFor((value) => value === 2),
          late: sleep(10),
        })
        log.push(`${chosen.case} ${chosen.done ? 'done' : chosen.value}`)
      }
      const { value } = yield* select([state.waitFor((value) => value === 1), sleep(10)])
      return [...log, value]
    })
    const ends = ['news last', 'news done', 'change 1', 'change done', 'two done', 'late undefined']
    expect(log).toEqual([...ends, 1])
  })

  test('a receiver that is closed while it waits, and a predicate that throws, fail the select', () => {
    const log = play(function* () {
      const reader = new BroadcastChannel<string>(2).subscribe()
      const state = new WatchValue(1)
      const log: string[] = []
      function* choose(): Steps {
        try {
          yield* select([
            reader.receive(),
            state.waitFor((value) => {
              if (value === 2) throw new Error('2 is no state')
              return false
            }),
          ])
        } catch (error) {
          log.push((error as Error).message)
        }
      }
      const tasks = [createTask(choose())]
      yield* sleep(1)
      state.set(2)
      yield* wait(tasks)
      yield* choose()
      state.set(3)
      const last = createTask(choose())
      yield* sleep(1)
      reader.close()
      yield* last
      return [...log, state.statistics().waiting]
    })
    expect(log).toEqual([
      '2 is no state',
      '2 is no state',
      'This receiver of <BroadcastChannel [open, 0 sent, subscribers:0]> was closed while it waited',
      0,
    ])
  })

  test('a predicate that sets the value itself is asked about that one, too', () => {
    const seen = play(function* () {
      const steps = new WatchValue(0)
      return yield* steps.waitFor((value) => {
        if (value < 3) steps.set(value + 1)
        return value === 3
      })
    })
    expect(seen).toBe(3)
  })
})

describe('no subscriber loses an item', () => {
  /** Every subscriber takes all items, in their order, by selects beside a queue. */
  function* program(inject: Inject): Steps {
    const news = new BroadcastChannel<number>(8)
    const jobs = new Queue<number>()
    const state = new WatchValue('idle')
    const readers = [news.subscribe(), news.subscribe()]
    const received: number[][] = [[], []]
    const done: number[] = []
    function* read(index: 0 | 1): Steps {
      const [reader, items] = [readers[index]!, received[index]!]
      const watcher = state.watch()
      for (;;) {
        const chosen = yield* select({ change: watcher.changed(), item: reader.receive(), job: jobs.get() })
        if (chosen.case === 'change' && chosen.value === 'over') return
        if (chosen.case === 'item' && !chosen.done) items.push(chosen.value)
        if (chosen.case === 'job' && !chosen.done) done.push(chosen.value)
      }
    }
    const tasks = [inject(read(0)), createTask(read(1))]
    yield* sleep(1)
    for (const item of [1, 2, 3]) {
      news.send(item)
      jobs.putNowait(item)
      if (item === 2) yield* sleep(0)
    }
    state.set('busy')
    yield* sleep(1)
    for (const task of tasks) task.cancel()
    yield* wait(tasks)
    for (const [index, reader] of readers.entries()) {
      while (reader.pending > 0) received[index]?.push(reader.receiveNowait())
    }
    while (!jobs.empty()) done.push(jobs.getNowait())
    expect([received, done.toSorted()]).toEqual([
      [
        [1, 2, 3],
        [1, 2, 3],
      ],
      [1, 2, 3],
    ])
    expect([news.statistics().waiting, state.statistics().waiting, jobs.statistics().getters]).toEqual([
      0, 0, 0,
    ])
  }

  test('whenever a select is cancelled, by a task or by a scope', () => {
    expect(injectCancelEverywhere(program)).toBeGreaterThan(3)
    expect(cancelScopeEverywhere(program)).toBeGreaterThan(3)
  })

  test('in every order of two selects and the code that sends', () => {
    const exploration = explore({ strategy: 'dfs', runs: 1000 }, () => program(createTask as Inject))
    expect(exploration.runs).toBeGreaterThan(20)
  })
})
