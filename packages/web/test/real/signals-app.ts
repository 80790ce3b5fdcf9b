// A server that closes on SIGTERM, as a process. It prints its address, what its request hears, and how it
// has ended.

import { createServer } from 'node:http'
import { run, sleep } from '@acoro/core'
import { nodeHandler, serve } from '@acoro/web/node'

const starts = process.argv[2] === 'starts'

/** It listens when there is something on the input, and not before. */
function slowly() {
  const server = createServer()
  const listen = server.listen.bind(server)
  server.listen = ((...args: Parameters<typeof listen>) => {
    console.log('starting')
    process.stdin.once('data', () => {
      process.stdin.destroy()
      listen(...args)
    })
    return server
  }) as typeof server.listen
  return server
}

process.on('SIGTERM', () => console.log('heard SIGTERM'))

const waiting = nodeHandler(function* () {
  try {
    console.log('waiting')
    yield* sleep(60_000)
  } catch (error) {
    console.log(String(error))
    throw error
  }
})

await run(function* main() {
  const server = yield* serve(waiting, {
    host: '127.0.0.1',
    grace: 60_000,
    hardGrace: 60_000,
    signals: ['SIGTERM'],
    ...(starts ? { server: slowly() } : {}),
  })
  console.log(server.url)
  console.log(JSON.stringify(yield* server.serveForever()))
})
