// async with enters, runs the body and leaves, whatever happened

import { asyncWith, type Suspension, sleep } from '@acoro/core'
import { Boom, trace } from '../../harness/trace.ts'

class Manager {
  readonly name: string
  readonly swallow: boolean

  constructor(name: string, swallow = false) {
    this.name = name
    this.swallow = swallow
  }

  *aenter(): Generator<Suspension, string, any> {
    yield* sleep(1)
    trace(this.name, 'entered')
    return this.name.toUpperCase()
  }

  *aexit(error: unknown): Generator<Suspension, boolean, any> {
    yield* sleep(1)
    trace(this.name, 'left', error)
    return this.swallow
  }
}

export function* main() {
  yield* asyncWith(new Manager('a'), function* (value) {
    trace('body', value)
  })
  yield* asyncWith(new Manager('b', true), function* () {
    throw new Boom('swallowed')
  })
  try {
    yield* asyncWith(new Manager('c'), function* () {
      throw new Boom('passes')
    })
  } catch (error) {
    trace('outside', error)
  }
}
