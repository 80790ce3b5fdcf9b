import { exec, execFile } from 'node:child_process'
import { lookup } from 'node:dns'
import { close as closeFile, open, read as readBytes, readFile } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { fromCallback, promisified } from '@acoro/compat'
import { createTask, getRunningLoop, run, sleep } from '@acoro/core'
import { externalsOf } from '@acoro/core/lowlevel'
import { expect, test } from 'vitest'
import { onlyOn } from '../../../../scripts/runtimes/only-on.ts'

test('the value or the error of the callback is that of the wait', async () => {
  expect(await run(fromCallback<number>((resolve) => void setImmediate(resolve, 42)))).toBe(42)
  const failure = new Error('no')
  await expect(run(fromCallback((_, reject) => void setImmediate(reject, failure)))).rejects.toBe(failure)
})

test('it may call back at once, and only the first call counts', async () => {
  const log: string[] = []
  const value = await run(
    fromCallback<string>((resolve, reject) => {
      resolve('first')
      resolve('second')
      reject(new Error('third'))
      return () => void log.push('cleaned up')
    }),
  )
  expect([value, ...log]).toEqual(['first', 'cleaned up'])
})

test('the clean-up runs once, when the callback came', async () => {
  const log: string[] = []
  await run(
    fromCallback<void>((resolve) => {
      const timer = setImmediate(() => {
        log.push('called back')
        resolve()
        log.push('after resolve')
      })
      return () => {
        log.push('cleaned up')
        clearImmediate(timer)
      }
    }),
  )
  expect(log).toEqual(['called back', 'cleaned up', 'after resolve'])
})

test('the clean-up runs when the wait is cancelled, and later callbacks are ignored', async () => {
  const log: string[] = []
  await run(function* main() {
    let late: (() => void) | undefined
    const task = createTask(
      fromCallback<void>((resolve) => {
        late = resolve
        return () => void log.push('cleaned up')
      }),
    )
    yield* sleep(0)
    task.cancel()
    yield* sleep(0)
    late?.()
    yield* sleep(0)
    expect(task.cancelled()).toBe(true)
  })
  expect(log).toEqual(['cleaned up'])
})

test('an error of the clean-up goes to the exception handler', async () => {
  const reports: unknown[] = []
  const value = run(function* main() {
    getRunningLoop().setExceptionHandler((_, context) => reports.push(context))
    return yield* fromCallback<string>(function listening(resolve) {
      resolve('kept')
      return () => {
        throw new Error('cannot close')
      }
    })
  })
  expect(await value).toBe('kept')
  expect(reports).toEqual([
    { message: 'The clean-up of the function listening failed', exception: new Error('cannot close') },
  ])
})

test('it registers when it is awaited, and is known to the loop until it is over', async () => {
  const log: string[] = []
  await run(function* main() {
    const loop = getRunningLoop()
    const wait = fromCallback<void>(function ready(resolve) {
      log.push('registered')
      setImmediate(resolve)
    })
    log.push('made')
    const task = createTask(wait)
    yield* sleep(0)
    expect([...externalsOf(loop)].map(({ what }) => what)).toEqual(['the callback of ready'])
    yield* task
    expect(externalsOf(loop).size).toBe(0)
  })
  expect(log).toEqual(['made', 'registered'])
})

test('wrong arguments are refused', async () => {
  expect(() => fromCallback(5 as never)).toThrow(
    'Expected a function (resolve, reject) => cleanup, got the number 5',
  )
  const register = function register() {
    return 5
  }
  await expect(run(fromCallback(register as never))).rejects.toThrow(
    'Expected the function register to return a function that cleans up, or nothing, got the number 5',
  )
  expect(() => promisified('exec' as never)).toThrow(
    'Expected a function that takes a node callback, got the string "exec"',
  )
})

test('what register throws is thrown', async () => {
  const failure = new Error('cannot listen')
  const program = fromCallback(() => {
    throw failure
  })
  await expect(run(program)).rejects.toBe(failure)
})

test('functions with a node callback become coroutine functions', async () => {
  class Store {
    items = new Map([['a', 1]])
    get(key: string, callback: (error: Error | null, value?: number) => void) {
      const value = this.items.get(key)
      setImmediate(() => (value === undefined ? callback(new Error(`no ${key}`)) : callback(null, value)))
    }
  }
  const store = new Store()
  const get = promisified(store.get)
  await run(function* main() {
    expect(yield* get.call(store, 'a')).toBe(1)
    try {
      yield* get.call(store, 'b')
      expect.unreachable()
    } catch (error) {
      expect(error).toHaveProperty('message', 'no b')
    }
  })
  expect(get.name).toBe('get')
})

onlyOn('server', 'they are Node’s')("Node's own functions are taken as they promise themselves", async () => {
  await run(function* main() {
    const text = yield* promisified(readFile)(new URL('../../package.json', import.meta.url), 'utf8')
    expect(JSON.parse(text).name).toBe('@acoro/compat')
    const shell = promisified(exec)
    const { stdout } = yield* shell('echo 2')
    expect(stdout).toBe('2\n')
    try {
      yield* shell('exit 3')
      expect.unreachable()
    } catch (error) {
      expect(error).toMatchObject({ code: 3 })
    }
  })
})

onlyOn('node', 'others do not tell the names')(
  'what Node calls the arguments of a callback is what the result calls them',
  async () => {
    await run(function* main() {
      const { address, family } = yield* promisified(lookup)('127.0.0.1', {})
      expect([address, family]).toEqual(['127.0.0.1', 4])
      const file = yield* promisified(open)(fileURLToPath(import.meta.url), 'r')
      const { bytesRead, buffer } = yield* promisified(readBytes)(file, Buffer.alloc(6), 0, 6, 0)
      expect([bytesRead, String(buffer)]).toEqual([6, 'import'])
      yield* promisified(closeFile)(file)
      const { stdout } = yield* promisified(execFile)(process.execPath, ['-p', '1 + 1'])
      expect(stdout).toBe('2\n')
    })
  },
)
