// The pipes of a process are readers and writers like any other

import { createTask, sleep } from '@acoro/core'
import { createSubprocessExec, type StreamReader, type StreamWriter } from '@acoro/streams'
import { outcome, trace } from '../../harness/trace.ts'

export function* main() {
  let process = yield* createSubprocessExec('cat', [], { stdin: 'pipe', stdout: 'pipe' })
  const stdin = process.stdin as StreamWriter
  const stdout = process.stdout as StreamReader
  for (const line of ['one\n', 'two\n']) {
    stdin.write(line)
    yield* stdin.drain()
    trace(yield* stdout.readLine())
  }
  stdin.close()
  trace(yield* stdout.read(), yield* process.wait())
  process = yield* createSubprocessExec('cat', [], { stdin: 'pipe', stdout: 'pipe' })
  const reading = createTask(outcome('reading', (process.stdout as StreamReader).read()))
  yield* sleep(0)
  process.kill()
  yield* reading
  trace(yield* process.wait())
}
