import { CancelledError, coroutine, createTask, gather, sleep } from '@acoro/core'
import { Sequencer, VirtualLoop } from '@acoro/testing'
import { describe, expect, it } from 'vitest'

const block = coroutine(function* block(turns: Sequencer, position: number, log: string[], ms: number = 0) {
  using _ = yield* turns.at(position)
  log.push(`${position} begins`)
  yield* sleep(ms)
  log.push(`${position} ends`)
})

describe('Sequencer', () => {
  it('runs blocks in the order of their numbers, each when the one before is over', () => {
    const log: string[] = []
    const turns = new Sequencer()
    new VirtualLoop().runSync(function* () {
      yield* gather(block(turns, 2, log), block(turns, 0, log, 10), block(turns, 1, log, 5))
    })
    expect(log).toEqual(['0 begins', '0 ends', '1 begins', '1 ends', '2 begins', '2 ends'])
  })

  it('lets one task have several turns', () => {
    const log: string[] = []
    const turns = new Sequencer()
    const even = function* () {
      yield* block(turns, 0, log)
      yield* block(turns, 2, log)
    }
    new VirtualLoop().runSync(function* () {
      yield* gather(block(turns, 1, log), even())
    })
    expect(log.filter((line) => line.endsWith('begins'))).toEqual(['0 begins', '1 begins', '2 begins'])
  })

  it('a turn is over once, however often it is disposed', () => {
    const turns = new Sequencer()
    new VirtualLoop().runSync(function* () {
      const first = yield* turns.at(0)
      first[Symbol.dispose]()
      first[Symbol.dispose]()
      const third = createTask(turns.at(2))
      yield* sleep(1)
      expect(third.done()).toBe(false)
      const second = yield* turns.at(1)
      second[Symbol.dispose]()
      yield* third
    })
  })

  it('a task cancelled before its turn breaks the sequence for those after it', () => {
    const log: string[] = []
    const turns = new Sequencer()
    new VirtualLoop().runSync(function* () {
      const cancelled = createTask(block(turns, 1, log))
      const after = createTask(block(turns, 2, log))
      yield* sleep(1)
      cancelled.cancel()
      yield* gather([cancelled, after], { returnExceptions: true })
      expect(() => cancelled.result()).toThrow(CancelledError)
      const message = 'A task was cancelled before its turn: the turns after it cannot come'
      expect(() => after.result()).toThrow(message)
      const late = createTask(turns.at(3))
      yield* gather([late], { returnExceptions: true })
      expect(() => late.result()).toThrow(message)
    })
  })

  it('refuses what is no position, and one that is taken', () => {
    const turns = new Sequencer()
    expect(() => turns.at(-1)).toThrow('Expected a position, a whole number from 0 on, got the number -1')
    expect(() => turns.at(0.5)).toThrow(RangeError)
    turns.at(0)
    expect(() => turns.at(0)).toThrow('Position 0 was taken already')
  })
})
