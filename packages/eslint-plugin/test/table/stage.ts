/**
 * The world in which a variant runs: its imports, an emitter that emits, a server that answers a request, a
 * runner of tests. Each variant has coroutine functions of its own, because outside of debug mode only the
 * first calls of each are watched. The texts come translated, so that no compiler lies on the heap that is
 * collected after each.
 */

import { EventEmitter } from 'node:events'
import * as compat from '@acoro/compat'
import * as core from '@acoro/core'
import * as sync from '@acoro/sync'
import * as testing from '@acoro/testing'

type Exports = Record<string, unknown>
type Job = () => unknown

const packages: Record<string, Exports> = {
  '@acoro/core': core,
  '@acoro/compat': compat,
  '@acoro/sync': sync,
  '@acoro/testing': testing,
}
const AsyncFunction = (async () => {}).constructor as new (
  ...args: string[]
) => (...args: unknown[]) => Promise<void>

export interface Program {
  /** JavaScript of `fixtures/world.ts`. */
  world: string
  /** JavaScript of a variant, and of what uses it. */
  variant: string
}

export class Stage {
  readonly #program: Program
  readonly #said: string[] = []
  /** What the world does with what the program has given it. */
  readonly #jobs: [what: string, job: Job][] = []
  readonly #emitter = new EventEmitter()
  #world: Exports = {}

  constructor(program: Program) {
    this.#program = program
  }

  /** What the program said, line by line. */
  async run(): Promise<string[]> {
    const stop = this.#listen()
    try {
      await this.#play()
      // A finalizer runs in a turn of its own after the collection. A permit is told at a later one than a
      // coroutine.
      for (let time = 0; time < 3; time++) {
        globalThis.gc?.()
        await new Promise((resolve) => setTimeout(resolve, 1))
      }
    } finally {
      stop()
    }
    return this.#said
  }

  async #play(): Promise<void> {
    this.#world = await this.#loaded(this.#program.world)
    await this.#attempt('', () => this.#loaded(this.#program.variant))
    this.#emitter.emit('x')
    for (const [what, job] of this.#jobs) await this.#attempt(what, job)
    // Runs that the program did not wait for.
    await new Promise((resolve) => setTimeout(resolve, 5))
  }

  async #attempt(what: string, job: Job): Promise<void> {
    try {
      await job()
    } catch (error) {
      this.#said.push(`${what}${String(error)}`)
    }
  }

  async #loaded(text: string): Promise<Exports> {
    const exports: Exports = {}
    const globals = { ...this.#globals(), exports, require: (name: string) => this.#required(name) }
    await new AsyncFunction(...Object.keys(globals), text)(...Object.values(globals))
    return exports
  }

  #required(name: string): Exports {
    if (name !== './world.ts') return packages[name] ?? {}
    let task: core.Task<void> | undefined
    return Object.defineProperties(
      { ...this.#world, app: this.#app, emitter: this.#emitter, pages: new Map() },
      { task: { get: () => (task ??= core.createTask(core.sleep(5))) } },
    )
  }

  get #app(): object {
    const answer = async (handler: (request: object) => unknown): Promise<string> =>
      JSON.stringify(await handler({}))
    const get = (_path: string, handler: (request: object) => unknown): void => {
      this.#jobs.push(['the request fails with ', () => answer(handler)])
    }
    return { get }
  }

  #globals(): object {
    return {
      setTimeout: (callback: Job) => void this.#jobs.push(['', () => void callback()]),
      test: (_name: string, body: Job) => void this.#jobs.push(['the test fails with ', body]),
      expect: () => ({ toThrow: () => {} }),
      anything: Object.assign(() => 1, { start: () => {} }),
      take: () => ({}),
      console: { log: () => {} },
    }
  }

  /** Everything that a program can say without having asked for it. */
  #listen(): () => void {
    const say = (...parts: unknown[]): void => void this.#said.push(parts.join(' '))
    const onWarning = ({ name, message }: Error): void => {
      // How long a step takes depends on how busy the machine is.
      if (name !== 'SlowCallbackWarning') say(`${name}: ${message}`)
    }
    const onRejection = (error: unknown): void => say('unhandled', error)
    const { error, warn } = console
    console.error = say
    console.warn = say
    process.on('warning', onWarning)
    process.on('unhandledRejection', onRejection)
    process.on('uncaughtException', onRejection)
    return () => {
      Object.assign(console, { error, warn })
      process.off('warning', onWarning)
      process.off('unhandledRejection', onRejection)
      process.off('uncaughtException', onRejection)
    }
  }
}
