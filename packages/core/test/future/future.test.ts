import {
  CancelledError,
  Future,
  InvalidStateError,
  isFuture,
  newEventLoop,
  RuntimeError,
  run,
  sleep,
} from '@acoro/core'
import { describe, expect, test } from 'vitest'
import { runVirtual } from '../support/virtual.ts'

describe('a future', () => {
  test('settles once: a second outcome is an InvalidStateError', () => {
    const loop = newEventLoop()
    const future = loop.createFuture<number>()
    expect(() => future.result()).toThrow(new InvalidStateError('Result is not set.'))
    expect(() => future.exception()).toThrow(new InvalidStateError('Exception is not set.'))
    future.setResult(1)
    expect([future.state, future.result(), future.exception(), future.done()]).toEqual([
      'done',
      1,
      undefined,
      true,
    ])
    expect(() => future.setResult(2)).toThrow(InvalidStateError)
    expect(() => future.setResult(2)).toThrow(
      'Cannot set the result of a future that is done: it has a result',
    )
    expect(() => future.setException(new Error('x'))).toThrow(
      'Cannot set the exception of a future that is done',
    )
    expect(future.cancel()).toBe(false)
  })

  test('gives its error to each who asks, and instantiates a class', () => {
    const loop = newEventLoop()
    const future = loop.createFuture<number>()
    const error = new TypeError('bad')
    future.setException(error)
    expect(future.exception()).toBe(error)
    expect(() => future.result()).toThrow(error)
    const other = loop.createFuture<number>()
    other.setException(RangeError)
    expect(other.exception()).toBeInstanceOf(RangeError)
  })

  test('cancelled, gives every awaiter the message', () => {
    const future = newEventLoop().createFuture<number>()
    expect(future.cancel('enough')).toBe(true)
    expect(future.cancel()).toBe(false)
    expect([future.state, future.cancelled(), future.done()]).toEqual(['cancelled', true, true])
    expect(() => future.result()).toThrow('enough')
    expect(() => future.exception()).toThrow(CancelledError)
    expect(() => future.result()).toThrow('enough')
    const odd = Object.create(null)
    const texts = [5, null, Symbol('why'), new TypeError('no'), odd].map((message) => {
      const future = newEventLoop().createFuture<number>()
      future.cancel(message)
      try {
        return future.result()
      } catch (error) {
        return (error as Error).message
      }
    })
    expect(texts).toEqual(['5', '', 'Symbol(why)', 'TypeError: no', 'an object'])
  })

  test('calls done callbacks through the loop, in order, each as often as it was added', () => {
    const log: string[] = []
    runVirtual(function* main() {
      const future = new Future<number>()
      const a = () => log.push('a')
      const b = (done: Future<number>) => log.push(`b ${done.result()}`)
      future.addDoneCallback(a)
      future.addDoneCallback(b)
      future.addDoneCallback(a)
      future.addDoneCallback(a)
      expect(future.removeDoneCallback(a)).toBe(3)
      expect(future.removeDoneCallback(a)).toBe(0)
      future.addDoneCallback(a)
      future.setResult(7)
      log.push('set')
      future.addDoneCallback(() => log.push('late'))
      log.push('never at once')
      yield
      log.push('next iteration')
    })
    expect(log).toEqual(['set', 'never at once', 'b 7', 'a', 'late', 'next iteration'])
  })

  test('that nobody awaits passes the error of a done callback to the handler, and calls the rest', () => {
    const log: string[] = []
    runVirtual(
      function* main() {
        const future = new Future<number>()
        future.addDoneCallback(function broken() {
          throw new Error('x')
        })
        future.addDoneCallback(() => log.push('second'))
        future.setResult(1)
        yield* sleep(0)
      },
      (loop) => loop.setExceptionHandler((_, { message, exception }) => log.push(message, String(exception))),
    )
    expect(log).toEqual(['Exception in callback broken()', 'Error: x', 'second'])
  })

  test('refuses bad callbacks, and to be made outside a loop', () => {
    expect(() => new Future()).toThrow(RuntimeError)
    expect(() => new Future()).toThrow('no running event loop')
    expect(() =>
      newEventLoop()
        .createFuture()
        .addDoneCallback(null as never),
    ).toThrow('Expected a function as done callback, got null')
  })

  test('is told by its brand, from whichever copy of core', () => {
    expect(isFuture(newEventLoop().createFuture())).toBe(true)
    expect(isFuture({ [Symbol.for('acoro.Future')]: true })).toBe(true)
    expect(isFuture(Promise.resolve())).toBe(false)
    expect(isFuture(null)).toBe(false)
  })

  test('is a PromiseLike for promise code, before and after it is done', async () => {
    const result = await run(function* main() {
      const future = new Future<string>()
      const promise = Promise.resolve(future).then((value) => `${value}!`)
      future.setResult('done')
      yield* sleep(1)
      return {
        promise,
        failed: (() => {
          const f = new Future<string>()
          f.setException(new Error('no'))
          return f
        })(),
      }
    })
    expect(await result.promise).toBe('done!')
    await expect(Promise.resolve(result.failed)).rejects.toThrow('no')
  })

  test('shows its state as asyncio does', () => {
    const loop = newEventLoop()
    const future = loop.createFuture<unknown>()
    expect(String(future)).toBe('<Future pending>')
    future.addDoneCallback(function first() {})
    expect(String(future)).toBe('<Future pending cb=[first()]>')
    future.addDoneCallback(function second() {})
    future.addDoneCallback(function third() {})
    expect(String(future)).toBe('<Future pending cb=[first(), <1 more>, third()]>')
    future.setResult('it')
    expect(String(future)).toBe("<Future finished result='it'>")
    const failed = loop.createFuture()
    failed.setException(new TypeError("can't"))
    failed.exception()
    expect(String(failed)).toBe("<Future finished exception=TypeError('can\\'t')>")
    const cancelled = loop.createFuture()
    cancelled.cancel()
    expect(String(cancelled)).toBe('<Future cancelled>')
  })
})

describe('an error nobody asked for', () => {
  const failing = () => {
    const future = new Future<void>()
    future.setException(new Error('lost'))
  }

  test('is reported when the loop closes', () => {
    const reports: string[] = []
    runVirtual(
      function* main() {
        failing()
        yield* sleep(5)
        reports.push('still running')
      },
      (loop) =>
        loop.setExceptionHandler((_, { message, exception }) => reports.push(`${message}: ${exception}`)),
    )
    expect(reports).toEqual(['still running', 'Future exception was never retrieved: Error: lost'])
  })

  test('is reported at the next idle moment in debug mode', () => {
    const reports: string[] = []
    runVirtual(
      function* main() {
        failing()
        yield* sleep(5)
        reports.push('still running')
      },
      (loop) => {
        loop.setDebug(true)
        loop.setExceptionHandler((_, { message }) => reports.push(message))
      },
    )
    expect(reports).toEqual(['Future exception was never retrieved', 'still running'])
  })

  test('is not reported once asked for, however late', () => {
    const reports: string[] = []
    runVirtual(
      function* main() {
        const future = new Future<void>()
        future.setException(new Error('seen'))
        yield* sleep(5)
        expect(String(future.exception())).toBe('Error: seen')
      },
      (loop) => loop.setExceptionHandler((_, { message }) => reports.push(message)),
    )
    expect(reports).toEqual([])
  })
})
