// only on server: it sends signals

import { CancelledError, createTask, getRunningLoop, run, runMain, sleep } from '@acoro/core'
import { afterEach, beforeEach, describe, expect, type MockInstance, test, vi } from 'vitest'

describe('Ctrl-C', () => {
  test('cancels main, so that every finally runs; a listener of the process’s own is left alone', async () => {
    const log: string[] = []
    const main = function* main() {
      process.emit('SIGINT')
      try {
        yield* sleep(60_000)
      } finally {
        yield* sleep(1)
        log.push('cleaned up')
      }
    }
    await expect(run(main)).rejects.toThrow(CancelledError)
    expect(log).toEqual(['cleaned up'])
    const own = vi.fn()
    process.on('SIGINT', own)
    await run(function* quick() {
      process.emit('SIGINT')
      yield* sleep(1)
      log.push('not cancelled')
    })
    process.off('SIGINT', own)
    expect([own.mock.calls.length, log.at(-1), process.listenerCount('SIGINT')]).toEqual([
      1,
      'not cancelled',
      0,
    ])
  })

  test('runMain sets the exit code: what main returns, 1 for an error, 130 and 143 when interrupted', async () => {
    const before = process.exitCode
    const exits = vi.spyOn(process, 'exit').mockImplementation((() => {}) as never)
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {})
    const codes: unknown[] = []
    for (const main of [
      function* () {
        return 3
      },
      function* () {},
      function* () {
        throw new Error('shown')
      },
      function* () {
        process.emit('SIGINT')
        yield* sleep(60_000)
      },
      function* () {
        process.emit('SIGTERM')
        yield* sleep(60_000)
      },
      function* () {
        process.emit('SIGTERM')
        try {
          yield* sleep(60_000)
        } catch {
          return 4
        }
      },
      function* () {
        return 3.5
      },
    ]) {
      await runMain(main)
      codes.push(process.exitCode)
    }
    process.exitCode = before
    expect(codes).toEqual([3, 0, 1, 130, 143, 4, 1])
    // Only where a signal asked for the end, and then whatever is still open.
    expect(exits.mock.calls).toEqual([[130], [143], [4]])
    expect(printed.mock.calls.flat().map((text) => String(text).split('\n')[0])).toEqual([
      'Error: shown',
      'RangeError: Expected main to return its exit code, an integer, or nothing, got the number 3.5',
    ])
    exits.mockRestore()
    printed.mockRestore()
  })

  test('signal handlers run through the loop, replace one another and can be taken back', async () => {
    const log: string[] = []
    await run(function* main() {
      const loop = getRunningLoop()
      loop.addSignalHandler('SIGUSR1', (what: string) => log.push(what), 'first')
      loop.addSignalHandler('SIGUSR1', (what: string) => log.push(what), 'second')
      process.emit('SIGUSR1')
      log.push('not at once')
      yield* sleep(1)
      expect(loop.removeSignalHandler('SIGUSR1')).toBe(true)
      expect(loop.removeSignalHandler('SIGUSR1')).toBe(false)
      expect(() => loop.addSignalHandler('SIGKILL', () => {})).toThrow('SIGKILL cannot be caught')
      expect(() => loop.addSignalHandler('9', () => {})).toThrow(
        `Expected the name of a signal such as 'SIGTERM', got the string "9"`,
      )
      expect(() => loop.addSignalHandler(9 as never, () => {})).toThrow(TypeError)
      expect(() => loop.addSignalHandler('SIGUSR1', function* () {} as never)).toThrow(
        'Expected a plain function as signal handler',
      )
      loop.addSignalHandler('SIGUSR2', () => {})
    })
    expect(log).toEqual(['not at once', 'second'])
    expect(process.listenerCount('SIGUSR2')).toBe(0)
  })
})

describe('under ACORO_DUMP=1', () => {
  let printed: MockInstance<typeof console.error>
  beforeEach(() => {
    printed = vi.spyOn(console, 'error').mockImplementation(() => {})
  })
  afterEach(() => {
    vi.unstubAllEnvs()
    printed.mockRestore()
  })

  const waiting = function* waiting() {
    createTask(sleep(60_000), { name: 'sleeper' })
    yield* sleep(0)
    process.emit('SIGUSR2')
    log.push(/'sleeper' waits for sleep until \d/.test(text()))
    printed.mockClear()
    process.emit('SIGINT')
    yield* sleep(60_000)
  }
  const log: unknown[] = []
  const text = () => printed.mock.calls.flat().join('\n')

  test('all tasks are printed on SIGUSR2, and on Ctrl-C', async () => {
    vi.stubEnv('ACORO_DUMP', '1')
    await expect(run(waiting)).rejects.toThrow('interrupted by SIGINT')
    expect(log.splice(0)).toEqual([true])
    expect(text()).toContain("'sleeper' waits for")
    expect(process.listenerCount('SIGUSR2')).toBe(0)
  })

  test('and only there: else SIGUSR2 is nobody’s, and ends the process', async () => {
    const listeners: number[] = []
    const main = function* main() {
      listeners.push(process.listenerCount('SIGUSR2'))
      yield* waiting()
    }
    await expect(run(main)).rejects.toThrow('interrupted by SIGINT')
    expect([log.splice(0), text(), listeners]).toEqual([[false], '', [0]])
  })
})
