// A pipeline of three tasks. Each waits for the next one, so there are never more than a few items in memory.
// Run it: npx tsx pipeline.ts

import { asyncFor, run, taskGroup } from '@acoro/core'
import { openChannel, type ReceiveChannel, type SendChannel } from '@acoro/sync'

function* count(to: SendChannel<number>, end: number) {
  using _end = to
  for (let n = 1; n <= end; n++) yield* to.send(n)
}

function* square(from: ReceiveChannel<number>, to: SendChannel<number>) {
  using _end = to
  yield* asyncFor(from, (n) => to.send(n * n))
}

await run(() =>
  taskGroup(function* (group) {
    const [toSquare, numbers] = openChannel<number>(2)
    const [toSum, squares] = openChannel<number>(2)
    group.createTask(count(toSquare, 1000))
    group.createTask(square(numbers, toSum))
    let sum = 0
    yield* asyncFor(squares, function* (n) {
      sum += n
    })
    console.log(`the sum of a thousand squares is ${sum}`)
  }),
)

// prints: the sum of a thousand squares is 333833500
