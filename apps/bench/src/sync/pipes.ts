/** Items from one task to another: through a small queue, one without limit, a channel, and in person. */

import { type Awaitable, coroutine, createTask, run } from '@acoro/core'
import { openChannel, Queue } from '@acoro/sync'
import { Effect, Queue as EffectQueue, Fiber } from 'effect'
import type { Workload } from '../harness/compared.ts'
import { PromiseQueue, PromiseRendezvous } from './promises.ts'

const ITEMS = 100_000
const CAPACITY = 16

interface Pipe {
  put(item: number): Awaitable<void>
  get(): Awaitable<number>
}

interface PromisePipe {
  put(item: number): Promise<void>
  get(): Promise<number>
}

// One pair of functions for each kind, or the call sites would see several shapes, which no program's own
// does.
function acoro(make: () => Pipe): () => Promise<number> {
  const produce = coroutine(function* produce(pipe: Pipe) {
    for (let item = 0; item < ITEMS; item++) yield* pipe.put(item)
  })
  return () =>
    run(function* main() {
      const pipe = make()
      createTask(produce(pipe))
      let sum = 0
      for (let i = 0; i < ITEMS; i++) sum += yield* pipe.get()
      return sum
    })
}

function promises(make: () => PromisePipe): () => Promise<number> {
  async function produce(pipe: PromisePipe): Promise<void> {
    for (let item = 0; item < ITEMS; item++) await pipe.put(item)
  }
  return async () => {
    const pipe = make()
    const producer = produce(pipe)
    let sum = 0
    for (let i = 0; i < ITEMS; i++) sum += await pipe.get()
    await producer
    return sum
  }
}

function effect(make: Effect.Effect<EffectQueue.Queue<number>>): () => Promise<number> {
  return () =>
    Effect.runPromise(
      Effect.gen(function* () {
        const queue = yield* make
        const producer = yield* Effect.forkChild(
          Effect.gen(function* () {
            for (let item = 0; item < ITEMS; item++) yield* EffectQueue.offer(queue, item)
          }),
        )
        let sum = 0
        for (let i = 0; i < ITEMS; i++) sum += yield* EffectQueue.take(queue)
        yield* Fiber.join(producer)
        return sum
      }),
    )
}

function channel(capacity: number): Pipe {
  const [sender, receiver] = openChannel<number>(capacity)
  return { put: (item) => sender.send(item), get: () => receiver.receive() }
}

const unit = { unit: 'item', units: ITEMS }

export const pipes: Workload[] = [
  {
    name: `queue of ${CAPACITY}`,
    ...unit,
    variants: {
      acoro: acoro(() => new Queue<number>(CAPACITY)),
      promises: promises(() => new PromiseQueue<number>(CAPACITY)),
      effect: effect(EffectQueue.bounded<number>(CAPACITY)),
    },
  },
  {
    name: 'queue without limit',
    ...unit,
    variants: {
      acoro: acoro(() => new Queue<number>()),
      promises: promises(() => new PromiseQueue<number>(Number.POSITIVE_INFINITY)),
      effect: effect(EffectQueue.unbounded<number>()),
    },
  },
  {
    name: `channel of ${CAPACITY}`,
    ...unit,
    variants: {
      acoro: acoro(() => channel(CAPACITY)),
      promises: promises(() => new PromiseQueue<number>(CAPACITY)),
      effect: effect(EffectQueue.bounded<number>(CAPACITY)),
    },
  },
  {
    name: 'channel of 0, in person',
    ...unit,
    variants: {
      acoro: acoro(() => channel(0)),
      promises: promises(() => new PromiseRendezvous<number>()),
    },
  },
]
