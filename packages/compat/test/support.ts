import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { isOn } from '../../../scripts/runtimes/only-on.ts'

/** What the tests of this package share. */

export interface Deferred<T> {
  readonly promise: Promise<T>
  resolve(value: T): void
  reject(error: unknown): void
}

/** A promise to be settled from outside. */
export function deferred<T>(): Deferred<T> {
  let resolve!: (value: T) => void
  let reject!: (error: unknown) => void
  const promise = new Promise<T>((onResult, onError) => {
    resolve = onResult
    reject = onError
  })
  return { promise, resolve, reject }
}

/** The host's next turn: rejections nobody handled have been reported by then. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** Collects unhandled rejections until `stop()`. */
export function collectUnhandled(): { stop(): Promise<unknown[]> } {
  if (isOn('browser')) return collectInPage()
  const errors: unknown[] = []
  const others = process.listeners('unhandledRejection')
  const collect = (error: unknown) => errors.push(error)
  process.removeAllListeners('unhandledRejection')
  process.on('unhandledRejection', collect)
  return {
    async stop() {
      await turn()
      await turn()
      process.off('unhandledRejection', collect)
      for (const other of others) process.on('unhandledRejection', other)
      return errors
    },
  }
}

function collectInPage(): { stop(): Promise<unknown[]> } {
  const page = globalThis as unknown as EventTarget
  const errors: unknown[] = []
  const collect = (event: Event & { reason?: unknown }) => {
    // Nobody else is to hear of it.
    event.stopImmediatePropagation()
    event.preventDefault()
    errors.push(event.reason)
  }
  page.addEventListener('unhandledrejection', collect, { capture: true })
  return {
    async stop() {
      await turn()
      await turn()
      page.removeEventListener('unhandledrejection', collect, { capture: true })
      return errors
    },
  }
}

/** Runs a TypeScript program in a process of its own, and gives what it printed. */
export async function runProgram(program: URL, args: readonly string[] = []): Promise<string> {
  const conditions = process.env.ACORO_TEST_DIST === '1' ? [] : ['--conditions=@acoro/source']
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...conditions,
    '--expose-gc',
    '--import',
    'tsx',
    fileURLToPath(program),
    ...args,
  ])
  return stdout
}
