// only on server: it runs a compiler

import { taskOf } from '@acoro/async'
import {
  allTasks,
  ContextVar,
  coroutine,
  createTask,
  currentTask,
  type Future,
  getRunningLoop,
  run as runLoop,
  sleep,
  timeout,
} from '@acoro/core'
import { virtual } from '@acoro/testing'
import { describe, expect, test } from 'vitest'
import { run } from './support/lowered.ts'

interface Cell {
  log: string[]
  never: Promise<never>
}

function cell(): Cell & { taskOf: typeof taskOf; currentTask: typeof currentTask } {
  return { log: [], never: new Promise<never>(() => {}), taskOf, currentTask }
}

describe('cancelling a call', () => {
  test('throws where it waits, and runs its finally blocks, which may wait', async () => {
    const env = cell()
    const promise = run<Promise<void>>(
      `return (async () => { try { await never } catch (e) { log.push(e.name); throw e } finally { await null; log.push('cleaned') } })()`,
      env,
    )
    expect(taskOf(promise)?.cancel('enough')).toBe(true)
    await expect(promise).rejects.toMatchObject({ name: 'CancelledError', message: 'enough' })
    expect(env.log).toEqual(['CancelledError', 'cleaned'])
    expect(taskOf(promise)?.cancelled()).toBe(true)
  })

  test('cancels the calls that it alone waits for, from the innermost outwards', async () => {
    const env = cell()
    const promise = run<Promise<void>>(
      `const inner = async () => { try { await never } finally { log.push('inner') } }
       const middle = async () => { try { await inner() } finally { log.push('middle') } }
       return (async () => { try { await middle() } finally { log.push('outer') } })()`,
      env,
    )
    taskOf(promise)?.cancel()
    await expect(promise).rejects.toMatchObject({ name: 'CancelledError' })
    expect(env.log).toEqual(['inner', 'middle', 'outer'])
  })

  test('leaves a call alone that another one waits for, too', async () => {
    const env = { ...cell(), gate: withResolvers<string>() }
    const { first, second } = run<{ first: Promise<string>; second: Promise<string> }>(
      `const shared = (async () => await gate.promise)()
       const wait = async (name) => { try { return name + (await shared) } finally { log.push(name) } }
       return { first: wait('a'), second: wait('b') }`,
      env,
    )
    taskOf(first)?.cancel()
    await expect(first).rejects.toMatchObject({ name: 'CancelledError' })
    env.gate.resolve('!')
    expect(await second).toBe('b!')
    expect(env.log).toEqual(['a', 'b'])
  })

  test('reaches through a returned promise', async () => {
    const env = cell()
    const promise = run<Promise<void>>(
      `const inner = async () => { try { await never } finally { log.push('inner') } }
       return (async () => inner())()`,
      env,
    )
    await Promise.resolve().then(() => {})
    taskOf(promise)?.cancel()
    await expect(promise).rejects.toMatchObject({ name: 'CancelledError' })
    expect(env.log).toEqual(['inner'])
  })

  test('goes on with what a call that refuses returns', async () => {
    const env = cell()
    const promise = run<Promise<string>>(
      `const inner = async () => { try { await never } catch { return 'refused' } }
       return (async () => await inner())()`,
      env,
    )
    taskOf(promise)?.cancel()
    expect(await promise).toBe('refused')
  })

  test('during the first part of the call throws at the first await', async () => {
    const env = cell()
    const promise = run<Promise<string>>(
      `return (async () => { currentTask().cancel('early'); log.push('goes on'); await 1; log.push('not here') })()`,
      { ...env, currentTask: () => currentTask(taskLoop()) },
    )
    await expect(promise).rejects.toMatchObject({ name: 'CancelledError', message: 'early' })
    expect(env.log).toEqual(['goes on'])
  })

  test('of a chain of ten thousand calls does not run out of stack', async () => {
    const env = { ...cell(), depth: 10_000 }
    const promise = run<Promise<void>>(
      `const f = async (n) => { await (n === 0 ? never : f(n - 1)) }
       const g = async (n) => { let p = never; for (let i = 0; i < n; i++) { const q = p; p = (async () => { await q })() } await p }
       return g(depth)`,
      env,
    )
    taskOf(promise)?.cancel()
    await expect(promise).rejects.toMatchObject({ name: 'CancelledError' })
  })

  test('of calls that wait for one another in a circle ends them', async () => {
    const env = cell()
    const [a, b] = run<[Promise<void>, Promise<void>]>(
      `const p = {}
       p.a = (async () => { await null; await p.b })()
       p.b = (async () => { await null; await p.a })()
       return [p.a, p.b]`,
      env,
    )
    await new Promise((resolve) => setImmediate(resolve))
    taskOf(a)?.cancel()
    await expect(Promise.allSettled([a, b])).resolves.toMatchObject([
      { reason: { name: 'CancelledError' } },
      { reason: { name: 'CancelledError' } },
    ])
  })

  test('in the very turn in which the value arrives throws, and the value is dropped', async () => {
    const env = { ...cell(), gate: withResolvers<string>() }
    const promise = run<Promise<string>>(`return (async () => await gate.promise)()`, env)
    env.gate.resolve('late')
    taskOf(promise)?.cancel()
    await expect(promise).rejects.toMatchObject({ name: 'CancelledError' })
  })

  test('ends an async generator where it waits', async () => {
    const env = cell()
    const promise = run<Promise<string>>(
      `async function* g() { try { yield 1; await never } finally { log.push('closed') } }
       return (async () => { for await (const v of g()) log.push(v) })()`,
      env,
    )
    await new Promise((resolve) => setImmediate(resolve))
    taskOf(promise)?.cancel()
    await expect(promise).rejects.toMatchObject({ name: 'CancelledError' })
    expect(env.log).toEqual([1, 'closed'])
  })
})

describe('acoro in compiled code', () => {
  test('coroutines, futures and tasks can be awaited', async () => {
    const env = {
      work: coroutine(function* work() {
        yield* sleep(1)
        return 'coroutine'
      }),
      quick: coroutine(function* quick() {
        return 'quick'
      }),
      createTask,
      sleep,
    }
    const result = await runLoop(function* main() {
      const future = getRunningLoop().createFuture<string>()
      getRunningLoop().callLater(1, () => future.setResult('future'))
      const promise = run<Promise<unknown>>(
        `return (async () => [await work(), await quick(), await future, await createTask(sleep(1, 'task'))])()`,
        { ...env, future },
      )
      return yield* taskOf(promise) as Future<unknown>
    })
    expect(result).toEqual(['coroutine', 'quick', 'future', 'task'])
  })

  test('a timeout of a coroutine cancels a call at its await', async () => {
    const log: string[] = []
    const outcome = virtual(function* main() {
      yield* timeout(5, function* () {
        const promise = run<Promise<void>>(
          `return (async () => { try { await sleep(100) } finally { log.push('cleaned') } })()`,
          { sleep, log },
        )
        yield* taskOf(promise) as Future<void>
      })
    })()
    await expect(outcome).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(log).toEqual(['cleaned'])
  })

  test('a call is a task of the running loop, and belongs to its list while it waits', async () => {
    const names = await runLoop(function* main() {
      const promise = run<Promise<void>>(`return (async () => { await sleep(1) })()`, { sleep })
      const count = allTasks().size
      yield* taskOf(promise) as Future<void>
      return [count, allTasks().size]
    })
    expect(names).toEqual([2, 1])
  })

  test('context variables follow, and what a call sets stays in it', async () => {
    const variable = new ContextVar<string>('variable')
    const env = { variable }
    const seen = await runLoop(function* main() {
      variable.set('outer')
      const promise = run<Promise<string[]>>(
        `return (async () => { const before = variable.get(); await null; variable.set('inner'); await null; return [before, variable.get()] })()`,
        env,
      )
      return [...(yield* taskOf(promise) as Future<string[]>), variable.get()]
    })
    expect(seen).toEqual(['outer', 'inner', 'outer'])
  })
})

function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: ((value: T) => void) | undefined
  const promise = new Promise<T>((yes) => {
    resolve = yes
  })
  return { promise, resolve: resolve as (value: T) => void }
}

function taskLoop(): ReturnType<typeof getRunningLoop> {
  return getRunningLoop()
}
