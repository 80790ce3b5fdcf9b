// A process has the exit code it ended with, or the number of its signal below zero

import { createSubprocessExec } from '@acoro/streams'
import { outcome, trace } from '../../harness/trace.ts'

const waits = () => createSubprocessExec('cat', [], { stdin: 'pipe' })

export function* main() {
  let process = yield* createSubprocessExec('sh', ['-c', 'exit 3'])
  trace(process.pid > 0, process.stdin, process.stdout, process.stderr)
  trace(yield* process.wait(), process.returncode, yield* process.wait())
  process = yield* waits()
  trace(process.returncode)
  process.kill()
  trace(yield* process.wait())
  process = yield* waits()
  process.terminate()
  trace(yield* process.wait())
  process = yield* waits()
  process.sendSignal('SIGINT')
  trace(yield* process.wait())
  yield* outcome('no program', createSubprocessExec('/no/such/program'))
}
