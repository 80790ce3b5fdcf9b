// wait_closed waits until the server is closed and its last client is gone

import { coroutine, createTask, sleep } from '@acoro/core'
import { openConnection, type StreamReader, type StreamWriter, startServer } from '@acoro/streams'
import { onMemory, trace } from '../../harness/trace.ts'

const serve = coroutine(function* serve(reader: StreamReader, writer: StreamWriter) {
  yield* reader.read()
  writer.close()
})

export function* main() {
  onMemory()
  const server = yield* startServer(serve, { host: 'localhost', port: 80 })
  const [, writer] = yield* openConnection({ host: 'localhost', port: 80 })
  yield* sleep(1)
  const waiting = createTask(server.waitClosed())
  yield* sleep(10)
  trace(waiting.done())
  server.close()
  yield* sleep(10)
  trace(waiting.done(), server.isServing())
  writer.close()
  yield* waiting
  trace('closed')
}
