// communicate writes the input, reads both outputs to their end, and waits for the process

import { createSubprocessExec, createSubprocessShell, type Process } from '@acoro/streams'
import { trace } from '../../harness/trace.ts'

function* both(process: Process, input?: string) {
  return yield* process.communicate(input)
}

export function* main() {
  let process = yield* createSubprocessExec('cat', [], { stdin: 'pipe', stdout: 'pipe' })
  trace(yield* both(process, 'hello'), process.returncode)
  process = yield* createSubprocessShell('echo out; echo err >&2; exit 4', { stdout: 'pipe', stderr: 'pipe' })
  trace(yield* both(process), process.returncode)
  process = yield* createSubprocessShell('echo out; echo err >&2', { stdout: 'pipe', stderr: 'stdout' })
  trace(yield* both(process), process.stderr)
  process = yield* createSubprocessExec('cat', [], { stdin: 'ignore', stdout: 'ignore' })
  trace(yield* both(process), process.returncode)
  process = yield* createSubprocessExec('true', [], { stdin: 'pipe' })
  yield* process.wait()
  trace(yield* both(process, 'x'.repeat(100_000)), process.returncode)
}
