// real-time
// A chat over TCP: a task for each client, and a broadcast channel between them.
// Run it: npx tsx chat-server.ts

import { asyncFor, asyncWith, run, taskGroup } from '@acoro/core'
import { type Connection, openConnection, startServer } from '@acoro/streams'
import { BroadcastChannel, Latch } from '@acoro/sync'

const room = new BroadcastChannel<string>(100)
const seated = new Latch(2)
const encoder = new TextEncoder()
const decoder = new TextDecoder()

function* visit({ reader, writer }: Connection) {
  yield* taskGroup(function* (group) {
    const heard = room.subscribe()
    seated.countDown()
    group.createTask(asyncFor(heard, (line) => writer.write(encoder.encode(line)) as never))
    for (;;) {
      const line = yield* reader.readLine()
      if (line.length === 0) break
      room.send(decoder.decode(line))
    }
    group.cancel()
  })
}

await run(() =>
  asyncWith(startServer(visit, { port: 0 }), function* (server) {
    const { port } = server.sockets[0] as never
    yield* asyncWith(openConnection({ port }), function* (ann) {
      yield* asyncWith(openConnection({ port }), function* (bob) {
        yield* seated.wait()
        ann.writer.write(encoder.encode('Ann: hello\n'))
        console.log(`Bob reads ${decoder.decode(yield* bob.reader.readLine()).trim()}`)
      })
    })
  }),
)

// prints: Bob reads Ann: hello
