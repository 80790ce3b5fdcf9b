/** A generator of the older kind as a coroutine. */

import type { Suspension } from '@acoro/core'
import { Operation } from '@acoro/core/lowlevel'
import { LegacyDriver, type WaitingFor } from './legacy-driver.ts'
import type { LegacyGenerator } from './legacy-generator.ts'

export class LegacyCoroutine<T> extends Operation<T> {
  readonly #generator: LegacyGenerator<T>
  readonly #self: unknown
  readonly #waitingFor: WaitingFor

  constructor(
    generator: LegacyGenerator<T>,
    self: unknown,
    waitingFor: WaitingFor,
    source: { readonly name: string } = anonymous,
  ) {
    super(source)
    this.#generator = generator
    this.#self = self
    this.#waitingFor = waitingFor
  }

  start(): Iterator<Suspension, T, unknown> {
    return new LegacyDriver(this.#generator, this.#self, this.#waitingFor)
  }
}

const anonymous = { name: 'generator' }
