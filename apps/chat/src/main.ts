import { run } from '@acoro/core'
import { openChat } from './chat.ts'

const { PORT = '8080', HOST = '127.0.0.1' } = process.env

await run(function* main() {
  const chat = yield* openChat({ port: Number(PORT), host: HOST, signals: ['SIGTERM', 'SIGINT'] })
  console.log(`listening on ${chat.url}`)
  yield* chat.serveForever()
})
