// Three tasks at the same time. Together they take as long as the slowest.
// Run it: npx tsx hello.ts

import { coroutine, gather, run, sleep } from '@acoro/core'

const greet = coroutine(function* greet(name: string, ms: number) {
  yield* sleep(ms)
  console.log(`hello ${name}`)
  return name.length
})

await run(function* main() {
  const lengths = yield* gather(greet('Conway', 30), greet('Ada', 10), greet('Grace', 20))
  console.log(lengths.join(' + '))
})

// prints: hello Ada
// prints: hello Grace
// prints: hello Conway
// prints: 6 + 3 + 5
