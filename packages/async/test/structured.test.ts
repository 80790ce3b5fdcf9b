// only on server: it runs a compiler

import { structured, taskOf, taskSignal } from '@acoro/async'
import { sleep } from '@acoro/core'
import { virtual } from '@acoro/testing/vitest'
import { describe, expect, test } from 'vitest'
import { run } from './support/lowered.ts'

const env = (log: unknown[]): object => ({ log, sleep, structured, taskSignal, never: new Promise(() => {}) })

describe('structured', () => {
  test(
    'awaits the calls that were left floating',
    virtual(async () => {
      const log: unknown[] = []
      const result = await run<Promise<string>>(
        `const work = async (n) => { await sleep(n); log.push(n) }
       const parent = async () => { work(3); work(1); return 'body' }
       return structured(async () => { parent(); return await parent() })`,
        env(log),
      )
      expect([result, log]).toEqual(['body', [1, 1, 3, 3]])
    }),
  )

  test(
    'cancels them if asked to, and waits for their finally blocks',
    virtual(async () => {
      const log: unknown[] = []
      const result = await run<Promise<string>>(
        `const work = async () => { try { await never } catch (e) { log.push(e.message); throw e } finally { await sleep(1); log.push('cleaned') } }
       return structured(async () => { work(); await null; return 'body' }, { floating: 'cancel' })`,
        env(log),
      )
      expect([result, log]).toEqual([
        'body',
        ['it was left floating by a structured function that has ended', 'cleaned'],
      ])
    }),
  )

  test('cancels them if the body fails', async () => {
    const log: unknown[] = []
    const promise = run<Promise<string>>(
      `const work = async () => { try { await never } finally { log.push('cancelled') } }
       return structured(async () => { work(); await null; throw new Error('body') })`,
      env(log),
    )
    await expect(promise).rejects.toThrow('body')
    expect(log).toEqual(['cancelled'])
  })

  test(
    'is rejected with the error of a call that fails after the body',
    virtual(async () => {
      const promise = run<Promise<string>>(
        `const work = async () => { await sleep(1); throw new Error('floating') }
       return structured(async () => { work(); return 'body' })`,
        env([]),
      )
      await expect(promise).rejects.toThrow('floating')
    }),
  )

  test('that is cancelled cancels the body and what floats', async () => {
    const log: unknown[] = []
    const promise = run<Promise<string>>(
      `const work = async (name) => { try { await never } finally { log.push(name) } }
       return structured(async () => { work('floating'); await work('awaited') })`,
      env(log),
    )
    taskOf(promise)?.cancel('stop')
    await expect(promise).rejects.toMatchObject({ name: 'CancelledError', message: 'stop' })
    expect(log).toEqual(['awaited', 'floating'])
  })

  test('takes a native body, too, and refuses what is no function', async () => {
    expect(await structured(async () => 5)).toBe(5)
    expect(() => structured(5 as never)).toThrow('Expected an async function, got the number 5')
    expect(() => structured(async () => {}, { floating: 'drop' as never })).toThrow(
      "Expected 'await' or 'cancel' as ",
    )
  })
})

describe('taskSignal', () => {
  test('is aborted by the cancel of the call, at once', async () => {
    const log: unknown[] = []
    const promise = run<Promise<string>>(
      `const inner = async () => { const s = taskSignal(); s.addEventListener('abort', () => log.push(s.reason.name)); await never }
       return (async () => { await inner() })()`,
      env(log),
    )
    taskOf(promise)?.cancel()
    expect(log).toEqual(['AbortError'])
    await expect(promise).rejects.toMatchObject({ name: 'CancelledError' })
  })

  test('needs a call', () => {
    expect(() => taskSignal()).toThrow(
      'taskSignal() needs a call: use it in a compiled async function, or name the task',
    )
  })
})
