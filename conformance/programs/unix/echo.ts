// A Unix socket is a file, and otherwise a connection like any other

import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { coroutine } from '@acoro/core'
import { openUnixConnection, type StreamReader, type StreamWriter, startUnixServer } from '@acoro/streams'
import { outcome, trace } from '../../harness/trace.ts'

const serve = coroutine(function* serve(reader: StreamReader, writer: StreamWriter) {
  writer.write(yield* reader.readLine())
  writer.close()
})

export function* main() {
  const folder = mkdtempSync(join(tmpdir(), 'acoro-'))
  const path = join(folder, 'socket')
  try {
    yield* outcome('nobody', openUnixConnection({ path }))
    const server = yield* startUnixServer(serve, { path })
    trace(existsSync(path))
    const [reader, writer] = yield* openUnixConnection({ path })
    writer.write('hello\n')
    trace(yield* reader.read())
    writer.close()
    yield* writer.waitClosed()
    server.close()
    yield* server.waitClosed()
    yield* outcome('closed', openUnixConnection({ path: `${path}2` }))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
