// Connecting and listening fail with why

import { openConnection, startServer } from '@acoro/streams'
import { onMemory, outcome, trace } from '../../harness/trace.ts'

export function* main() {
  onMemory()
  const at = { host: 'localhost', port: 80 }
  yield* outcome('nobody there', openConnection(at))
  const first = yield* startServer(() => {}, at)
  try {
    yield* startServer(() => {}, at)
  } catch (error) {
    trace('in use', String(error).includes('in use'))
  }
  first.close()
}
