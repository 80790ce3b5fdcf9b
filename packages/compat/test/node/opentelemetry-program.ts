// Two requests whose tasks interleave, each in a span of its own; prints the spans as they end.

import { fromPromise } from '@acoro/compat'
import { asyncContextLoop } from '@acoro/compat/node'
import { coroutine, createTask, gather, run, sleep } from '@acoro/core'
import { context, createContextKey } from '@opentelemetry/api'
import { AsyncHooksContextManager, AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'

const managers = { AsyncHooksContextManager, AsyncLocalStorageContextManager }
const Manager = managers[process.argv[2] as keyof typeof managers]
context.setGlobalContextManager(new Manager().enable())

const parent = createContextKey('the span in force')
const span = <T>(name: string, body: () => T): T => {
  const path = [context.active().getValue(parent), name].filter(Boolean).join('/')
  return context.with(context.active().setValue(parent, path), body)
}
const print = () => console.log(context.active().getValue(parent))

const query = coroutine(function* query(wake: Promise<void>) {
  yield* sleep(0)
  yield* fromPromise(wake)
  print()
})

const handle = coroutine(function* handle(wake: Promise<void>) {
  yield* sleep(0)
  yield* span('query', () => createTask(query(wake)))
  print()
})

let wakeUp!: () => void
const wake = new Promise<void>((resolve) => {
  wakeUp = resolve
})
setImmediate(() => span('whoever wakes them', wakeUp))
const main = coroutine(function* main() {
  yield* gather(
    span('GET /a', () => createTask(handle(wake))),
    span('GET /b', () => createTask(handle(wake))),
  )
  print()
})
await span('server', () => run(main(), { loopFactory: asyncContextLoop }))
