// The error of a client's coroutine is reported, and closes that client alone

import { coroutine, getRunningLoop } from '@acoro/core'
import { openConnection, type StreamReader, type StreamWriter, startServer } from '@acoro/streams'
import { Boom, bytes, onMemory, trace } from '../../harness/trace.ts'

const serve = coroutine(function* serve(reader: StreamReader, writer: StreamWriter) {
  const line = yield* reader.readLine()
  if (Buffer.from(line).toString() === 'fail\n') throw new Boom('in the server')
  writer.write('well')
  writer.close()
})

const client = coroutine(function* client(word: string) {
  const [reader, writer] = yield* openConnection({ host: 'localhost', port: 80 })
  writer.write(`${word}\n`)
  trace(bytes(word), yield* reader.read())
  writer.close()
})

export function* main() {
  getRunningLoop().setExceptionHandler((_loop, context) => trace('reported', context.exception))
  onMemory()
  const server = yield* startServer(serve, { host: 'localhost', port: 80 })
  yield* client('fail')
  yield* client('go')
  server.close()
  yield* server.waitClosed()
}
