// real-time
// A chat over TCP: a task for each client, and a broadcast channel between them.
// Run it: npx tsx chat-server.ts

import { asyncFor, asyncWith, run, taskGroup } from '@acoro/core'
import { openConnection, type StreamReader, type StreamWriter, startServer } from '@acoro/streams'
import { BroadcastChannel, Latch } from '@acoro/sync'

const room = new BroadcastChannel<string>(100)
const seated = new Latch(2)
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim()

function* visit(reader: StreamReader, writer: StreamWriter) {
  yield* taskGroup(function* (group) {
    const heard = room.subscribe()
    seated.countDown()
    group.createTask(
      asyncFor(heard, function* (line) {
        writer.write(`${line}\n`)
        yield* writer.drain() // waits while this client is slow
      }),
    )
    for (;;) {
      const line = text(yield* reader.readLine())
      if (line === '') break
      room.send(line)
    }
    group.cancel()
  })
}

await run(() =>
  asyncWith(startServer(visit, { host: '127.0.0.1', port: 0 }), function* (server) {
    yield* asyncWith(openConnection(server.address), function* ([, ann]) {
      yield* asyncWith(openConnection(server.address), function* ([bob]) {
        yield* seated.wait()
        ann.write('Ann: hello\n')
        console.log(`Bob reads «${text(yield* bob.readLine())}»`)
      })
    })
  }),
)

// prints: Bob reads «Ann: hello»
