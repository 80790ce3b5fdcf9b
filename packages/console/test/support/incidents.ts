/**
 * Programs in which something is wrong. A line of output says that they run; a line of input begins the
 * block.
 */

import { createTask, run, sleep } from '@acoro/core'
import { Event, Lock } from '@acoro/sync'

const [incident] = process.argv.slice(2)
const told = new Event()
process.stdin.on('data', () => told.set()).on('end', () => process.exit(0))

function burn(): void {
  for (;;);
}

function* reports() {
  console.log('ready')
  yield* told.wait()
  burn()
}

function* works() {
  for (;;) yield* sleep(1)
}

function* pauses() {
  for (;;) yield* sleep(0)
}

function* waitsFor(mine: Lock, other: Lock) {
  // eslint-disable-next-line @acoro/no-dropped-permit -- that nobody gives it back is the mistake
  yield* mine.acquire()
  yield* sleep(0)
  // eslint-disable-next-line @acoro/no-dropped-permit -- as above
  yield* other.acquire()
}

await run(function* main() {
  if (incident === 'blocked') createTask(reports(), { name: 'report' })
  if (incident === 'busy') {
    for (const n of [1, 2, 3]) createTask(works(), { name: `worker ${n}` })
    console.log('ready')
  }
  if (incident === 'crowded') {
    console.log('ready')
    for (let n = 0; n < 2000; n++) createTask(pauses(), { name: `pause ${n}` })
  }
  if (incident === 'brief') {
    console.log('ready')
    while (!told.isSet()) yield* sleep(10)
    process.stdin.destroy()
    return
  }
  if (incident === 'deadlock') {
    console.log('ready')
    while (!told.isSet()) yield* sleep(10)
    process.stdin.destroy()
    yield* new Event({ name: 'never' }).wait()
  }
  if (incident === 'deadlock at once') {
    process.stdin.destroy()
    yield* new Event({ name: 'never' }).wait()
  }
  if (incident === 'circle') {
    const [a, b] = [new Lock({ name: 'a', owned: true }), new Lock({ name: 'b', owned: true })]
    createTask(waitsFor(a, b), { name: 'settle\u001b[2J' })
    createTask(waitsFor(b, a), { name: 'refund' })
    yield* sleep(20)
    console.log('ready')
  }
  yield* sleep(1e8)
})
