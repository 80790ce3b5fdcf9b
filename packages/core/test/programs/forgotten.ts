/** Forgets a coroutine, on a host that may have no FinalizationRegistry and no WeakRef. */

if (process.env.WITHOUT === '1') {
  Reflect.deleteProperty(globalThis, 'FinalizationRegistry')
  Reflect.deleteProperty(globalThis, 'WeakRef')
}
const { asyncGenerator, coroutine, emit, run, sleep } = await import('@acoro/core')

const save = coroutine(function* save() {
  yield* sleep(0)
})
const numbers = asyncGenerator(function* numbers() {
  yield* emit(1)
})
await run(function* main() {
  save()
  yield* save()
  save().close()
  console.log((yield* numbers().anext()).value)
})
