import { createTask, run, sleep } from '@acoro/core'
import { Lock, Queue } from '@acoro/sync'
import { serveConsole } from './src/collector/serve-console.ts'

const count = Number(process.argv[2] ?? 1000)
const served = await serveConsole({ cancel: true, source: true, contextVariables: true })
console.log(served.url)
function* settle(lock: Lock) {
  yield* lock.acquire()
  yield* sleep(1e9)
}
function* charge(lock: Lock) {
  yield* lock.acquire()
  lock.release()
}
function* put(mails: Queue<number>) {
  for (let n = 0; ; n++) yield* mails.put(n)
}
function* busy() {
  for (;;) {
    yield* sleep(20)
  }
}
function* ask() { yield* sleep(1); yield* (function* () { yield* sleep(1e8) })() }
await run(function* main() {
  const lock = new Lock({ name: 'accounts' })
  const mails = new Queue<number>(10, { name: 'mails' } as never)
  createTask(settle(lock), { name: 'settle' })
  for (let n = 0; n < count; n++) createTask(charge(lock), n % 3 === 0 ? { name: `charge ${n}` } : {})
  for (let n = 0; n < 20; n++) createTask(put(mails), { name: `mailer ${n}` })
  for (let n = 0; n < 5; n++) createTask(busy())
  createTask(ask())
  if (process.argv[3] === 'block') {
    yield* sleep(3000)
    const end = Date.now() + 30_000
    while (Date.now() < end) Math.random()
  }
  yield* sleep(60_000)
  process.exit()
})
