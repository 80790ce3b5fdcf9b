import { createTask, getRunningLoop, isCancelledError, sleep } from '@acoro/core'
import { expect, it } from 'vitest'
import { happyEyeballs } from '../../src/socket/happy-eyeballs.ts'
import { interleave } from '../../src/socket/lookup.ts'
import { failure } from '../support/failure.ts'
import { runVirtually } from '../support/virtual.ts'

/** Attempts that take as long as their name says, then succeed, or fail if it begins with `!`. */
function attempts(targets: readonly string[], delay = 250) {
  const log: string[] = []
  const began = getRunningLoop().time()
  const note = (text: string) => log.push(`${Math.round(getRunningLoop().time() - began)} ${text}`)
  return {
    log,
    targets,
    delay,
    *attempt(target: string) {
      note(`try ${target}`)
      try {
        yield* sleep(Number(target.replace('!', '')))
      } catch (error) {
        note(`stop ${target}`)
        throw error
      }
      if (target.startsWith('!')) throw new Error(target)
      note(`reached ${target}`)
      return target
    },
    discard: (value: string) => note(`discard ${value}`),
  }
}

it('the next address is tried when the last has failed, or after the delay, beside it', () =>
  runVirtually(function* () {
    const all = attempts(['!100', '1000', '300', '5'])
    expect(yield* happyEyeballs(all)).toEqual({ value: '5' })
    expect(all.log).toEqual([
      '0 try !100',
      '100 try 1000',
      '350 try 300',
      '600 try 5',
      '605 reached 5',
      '605 stop 1000',
      '605 stop 300',
    ])
  }))

it('an address that answers in time leaves the others untried', () =>
  runVirtually(function* () {
    const all = attempts(['10', '20'])
    expect(yield* happyEyeballs(all)).toEqual({ value: '10' })
    expect(all.log).toEqual(['0 try 10', '10 reached 10'])
  }))

it('where all fail, what each said', () =>
  runVirtually(function* () {
    const all = attempts(['!300', '!10', '!20'])
    const outcome = yield* happyEyeballs(all)
    expect(outcome).toEqual({ errors: [new Error('!10'), new Error('!20'), new Error('!300')] })
    expect(all.log).toEqual(['0 try !300', '250 try !10', '260 try !20'])
  }))

it('two that succeed at once: one is taken, the other discarded', () =>
  runVirtually(function* () {
    const all = attempts(['300', '50'])
    expect(yield* happyEyeballs(all)).toEqual({ value: '300' })
    expect(all.log).toEqual([
      '0 try 300',
      '250 try 50',
      '300 reached 300',
      '300 reached 50',
      '300 discard 50',
    ])
  }))

it('cancelled, every attempt is', () =>
  runVirtually(function* () {
    const all = attempts(['1000', '1000'])
    const task = createTask(happyEyeballs(all))
    yield* sleep(500)
    task.cancel()
    expect(isCancelledError(yield* failure(task))).toBe(true)
    expect(all.log).toEqual(['0 try 1000', '250 try 1000', '500 stop 1000', '500 stop 1000'])
  }))

it('families take turns, the first choice first', () => {
  const address = (name: string) => ({ address: name, family: name.startsWith('v6') ? 6 : 4 })
  const names = (given: string[]) => interleave(given.map(address)).map((each) => each.address)
  expect(names(['v6a', 'v6b', 'v6c', 'v4a', 'v4b'])).toEqual(['v6a', 'v4a', 'v6b', 'v4b', 'v6c'])
  expect(names(['v4a', 'v4b'])).toEqual(['v4a', 'v4b'])
  expect(names([])).toEqual([])
})
