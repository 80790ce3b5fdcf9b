// The protocol of a process is told of its output, its pipes' ends and its own, each once, and of its loss last

import { type Future, getRunningLoop } from '@acoro/core'
import { SubprocessProtocol, type SubprocessTransport, subprocessExec } from '@acoro/streams'
import { trace } from '../../harness/trace.ts'

class Told extends SubprocessProtocol {
  readonly told: string[] = []
  readonly data: Record<number, string> = { 1: '', 2: '' }
  readonly lost: Future<Error | null> = getRunningLoop().createFuture<Error | null>()

  override connectionMade(transport: SubprocessTransport): void {
    trace('made', transport.pid > 0)
  }

  override pipeDataReceived(fd: number, data: Uint8Array): void {
    this.data[fd] += Buffer.from(data).toString()
  }

  override pipeConnectionLost(fd: number): void {
    this.told.push(`pipe ${fd} lost`)
  }

  override processExited(): void {
    this.told.push('exited')
  }

  override connectionLost(error: Error | null): void {
    this.lost.setResult(error)
  }
}

export function* main() {
  const script = 'echo out; echo err >&2; exit 5'
  const piped = { stdin: 'inherit', stdout: 'pipe', stderr: 'pipe' } as const
  let [transport, protocol] = yield* subprocessExec(() => new Told(), 'sh', ['-c', script], piped)
  trace(
    'lost',
    yield* protocol.lost,
    Buffer.from(protocol.data[1] ?? ''),
    Buffer.from(protocol.data[2] ?? ''),
  )
  trace(protocol.told.sort(), transport.getReturncode())
  ;[transport, protocol] = yield* subprocessExec(() => new Told(), 'sleep', ['1000'], piped)
  transport.close()
  trace('closed', yield* protocol.lost, transport.getReturncode())
}
