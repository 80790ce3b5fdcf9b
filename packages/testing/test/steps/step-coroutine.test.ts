import { asyncWith, coroutine, createTask, type Future, getRunningLoop, sleep } from '@acoro/core'
import { stepCoroutine } from '@acoro/testing'
import { describe, expect, it } from 'vitest'

const ask = <T>() => getRunningLoop().createFuture<T>()

const conversation = coroutine(function* conversation(log: string[]) {
  try {
    const name = yield* ask<string>()
    log.push(`name: ${name}`)
    yield
    yield* sleep(1000)
    const nested = yield* inner()
    log.push(`nested: ${nested}`)
    return 'done'
  } catch (error) {
    log.push(`failed: ${(error as Error).message}`)
    yield* sleep(5)
    return 'recovered'
  } finally {
    log.push('finally')
  }
})

const inner = coroutine(function* inner() {
  return yield* ask<number>()
})

describe('stepCoroutine', () => {
  it('runs to the next wait, and answers it with what the test says', () => {
    const log: string[] = []
    const stepper = stepCoroutine(conversation(log))
    expect(stepper.next()).toMatchObject({ done: false, value: undefined })
    expect(stepper.isWoken()).toBe(false)
    expect(stepper.next('ada')).toEqual({ done: false, waitsFor: undefined, value: undefined })
    expect(stepper.isWoken()).toBe(true)
    expect(stepper.next().waitsFor?.done()).toBe(false)
    expect(stepper.next().done).toBe(false)
    expect(stepper.next(42)).toEqual({ done: true, waitsFor: undefined, value: 'done' })
    expect(stepper.isWoken()).toBe(false)
    expect(log).toEqual(['name: ada', 'nested: 42', 'finally'])
  })

  it('is woken when what it waits for happens by itself', () => {
    const stepper = stepCoroutine(conversation([]))
    stepper.next()
    stepper.next('ada')
    stepper.next()
    expect(stepper.isWoken()).toBe(false)
    stepper.loop.advance(999)
    expect(stepper.isWoken()).toBe(false)
    stepper.loop.advance(1)
    expect(stepper.isWoken()).toBe(true)
    expect(stepper.next().done).toBe(false)
  })

  it('throws where the coroutine waits', () => {
    const log: string[] = []
    const stepper = stepCoroutine(conversation(log))
    stepper.next()
    expect(stepper.throw(new Error('no network')).done).toBe(false)
    expect(stepper.next().value).toBe('recovered')
    expect(log).toEqual(['failed: no network', 'finally'])
  })

  it('throws what the coroutine throws, and is over then', () => {
    const stepper = stepCoroutine(
      coroutine(function* () {
        yield* sleep(1)
        throw new RangeError('inside')
      })(),
    )
    stepper.next()
    expect(() => stepper.next()).toThrow(new RangeError('inside'))
    expect(stepper.current.done).toBe(true)
    expect(() => stepper.next()).toThrow('The coroutine is over: there is no further step')
  })

  it('closes it, with its finally blocks', () => {
    const log: string[] = []
    const stepper = stepCoroutine(conversation(log))
    stepper.next()
    stepper.close()
    expect([log, stepper.current.done]).toEqual([['finally'], true])
  })

  it('lets what it started get on, one iteration a step', () => {
    const log: string[] = []
    const child = coroutine(function* child() {
      log.push('child')
      yield* sleep(0)
      log.push('child again')
    })
    const stepper = stepCoroutine(
      coroutine(function* () {
        createTask(child())
        yield
        yield
        yield
      })(),
    )
    stepper.next()
    expect(log).toEqual([])
    stepper.next()
    expect(log).toEqual(['child'])
    stepper.next()
    expect(log).toEqual(['child', 'child again'])
  })

  it('takes futures and other awaitables', () => {
    const stepper = stepCoroutine(asyncWith({ *aenter() {}, *aexit() {} }, () => sleep(1, 'value')))
    expect(stepper.next().done).toBe(false)
    stepper.loop.advance(1)
    expect(stepper.next().value).toBe('value')
  })

  it('refuses to answer for a task, and a bad yield', () => {
    const waiting = stepCoroutine(
      coroutine(function* () {
        yield* createTask(sleep(1))
      })(),
    )
    waiting.next()
    expect(() => waiting.next(5)).toThrow(/^Task does not support setResult/)
    const bad = stepCoroutine(
      coroutine(function* () {
        yield sleep(1) as unknown as Future<unknown>
      })(),
    )
    expect(() => bad.next()).toThrow(/^The coroutine yielded a .*; did you mean `yield\*`\?/)
  })

  it('refuses what cannot be awaited', () => {
    expect(() => stepCoroutine(5 as unknown as Future<void>)).toThrow(/got the number 5/)
  })
})
