/**
 * A part of a service, such as a server or a pool: a coroutine that runs for as long as the part does.
 *
 *   made --its turn--> starting --started()--> running --its turn, in reverse--> stopping --> stopped
 *                         |                      |  \--it returns--> stopped
 *                         \------it fails--------\--> failed: all parts are stopped
 */

import {
  type Awaitable,
  type Coroutine,
  coroutine,
  RuntimeError,
  type Suspension,
  type Task,
} from '@acoro/core'
import { awaitable } from '../base/user-code.ts'

export type PartState = 'made' | 'starting' | 'running' | 'stopping' | 'stopped' | 'failed'

/** What the body of a part is called with. */
export interface PartScope {
  readonly name: string
  /** Says that the part is ready, so that the next one can start. RuntimeError a second time. */
  started(): void
  /** Whether the service is about to stop: the part still works, and takes no new connections, say. */
  readonly draining: boolean
  /** Calls `hook` when the service begins to drain, at once if it has. What it throws is reported. */
  onDrain(hook: () => void): void
}

export interface PartOptions {
  /** How long the part may take to stop, in ms; by default the rest of the deadline. */
  grace?: number | undefined
}

export type PartBody = (scope: PartScope) => Awaitable<unknown>

export class Part {
  readonly name: string
  readonly grace: number
  state: PartState = 'made'
  task: Task<unknown> | null = null
  readonly #body: PartBody

  constructor(name: string, body: PartBody, grace: number) {
    this.name = name
    this.#body = body
    this.grace = grace
  }

  begin(scope: Omit<PartScope, 'name' | 'started'>, started: () => void): Coroutine<unknown> {
    const part = this
    const own: PartScope = {
      name: part.name,
      started() {
        if (part.state !== 'starting') {
          throw new RuntimeError(
            `Expected one call of started() while '${part.name}' starts, got one while it is ${part.state}`,
          )
        }
        part.state = 'running'
        started()
      },
      get draining() {
        return scope.draining
      },
      onDrain: (hook) => scope.onDrain(hook),
    }
    return running(part.name, part.#body, own)
  }
}

const running: (name: string, body: PartBody, scope: PartScope) => Coroutine<unknown> = coroutine(
  function* part(name: string, body: PartBody, scope: PartScope): Generator<Suspension, unknown, unknown> {
    return yield* awaitable(body(scope), `the body of part '${name}'`)
  },
)
