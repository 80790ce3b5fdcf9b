// only on server: it is about AsyncLocalStorage

// Nothing here imports @acoro/compat/node: this is what the background loop does by itself.

import { AsyncLocalStorage } from 'node:async_hooks'
import { asyncify, fromPromise, toAsyncIterable, toPromise } from '@acoro/compat'
import { asyncGenerator, createTask, emit, sleep } from '@acoro/core'
import { expect, test } from 'vitest'
import { deferred, turn } from '../support.ts'

const request = new AsyncLocalStorage<string>()

test('on the background loop each call sees the store of its caller, whoever wakes it', async () => {
  const doors = { a: deferred<void>(), b: deferred<void>() }
  const log: string[] = []
  const handle = asyncify(function* handle(name: 'a' | 'b') {
    log.push(`${name} begins as ${request.getStore()}`)
    yield* fromPromise(doors[name].promise)
    log.push(`${name} goes on as ${request.getStore()}`)
    yield* createTask(
      (function* () {
        yield* sleep(0)
        log.push(`the child of ${name} runs as ${request.getStore()}`)
      })(),
    )
    yield* sleep(0)
    return request.getStore()
  })
  const calls = [request.run('A', () => handle('a')), request.run('B', () => handle('b'))]
  request.run('B', () => doors.a.resolve())
  await turn()
  request.run('the waker', () => doors.b.resolve())
  expect(await Promise.all(calls)).toEqual(['A', 'B'])
  expect(log).toEqual([
    'a begins as A',
    'b begins as B',
    'a goes on as A',
    'the child of a runs as A',
    'b goes on as B',
    'the child of b runs as B',
  ])
})

test('toPromise and toAsyncIterable keep them, too, and none is no store', async () => {
  const tell = () =>
    (function* () {
      yield* sleep(0)
      return request.getStore()
    })()
  expect(await Promise.all([request.run('A', () => toPromise(tell())), toPromise(tell())])).toEqual([
    'A',
    undefined,
  ])
  const source = asyncGenerator(function* source() {
    yield* sleep(0)
    yield* emit(request.getStore())
  })
  expect(await request.run('B', () => toAsyncIterable(source()).next())).toEqual({ done: false, value: 'B' })
})

test('a call that needs no wait makes no task, and what is made with enterWith in it stays in it', async () => {
  const names: (string | undefined)[] = []
  const quick = asyncify(function* quick() {
    names.push(request.getStore())
    return 1
  })
  const entering = asyncify(function* entering() {
    request.enterWith('entered')
    yield* sleep(0)
    return request.getStore()
  })
  await request.run('A', async () => {
    await quick()
    expect(await entering()).toBe('entered')
  })
  await quick()
  expect(names).toEqual(['A', undefined])
})
