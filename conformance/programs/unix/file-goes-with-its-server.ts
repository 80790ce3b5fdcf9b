// The file of a Unix socket goes with its server

import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startUnixServer } from '@acoro/streams'
import { trace } from '../../harness/trace.ts'

export function* main() {
  const folder = mkdtempSync(join(tmpdir(), 'acoro-'))
  const path = join(folder, 'socket')
  try {
    const server = yield* startUnixServer(() => {}, { path })
    trace('listening', existsSync(path))
    server.close()
    yield* server.waitClosed()
    trace('closed', existsSync(path))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
