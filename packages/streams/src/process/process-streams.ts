/** The pipes of a child process as readers and a writer. asyncio: `SubprocessStreamProtocol`. */

import { WaitQueue } from '@acoro/core/lowlevel'
import { StreamProtocol } from '../stream/stream-protocol.ts'
import { StreamReader } from '../stream/stream-reader.ts'
import { StreamWriter } from '../stream/stream-writer.ts'
import { SubprocessProtocol, type SubprocessTransport } from './subprocess-protocol.ts'

/** Feeds the readers of a Process, and wakes the tasks that wait for its end. */
export class ProcessStreams extends SubprocessProtocol {
  readonly exits: WaitQueue<number> = new WaitQueue({ describe: () => 'Process.wait' })
  readonly #limit: number | undefined
  /** The protocol of the writer of standard input. */
  readonly #input = new StreamProtocol(new StreamReader())
  readonly readers: Map<number, StreamReader> = new Map()
  stdin: StreamWriter | null = null
  transport!: SubprocessTransport

  constructor(limit: number | undefined) {
    super()
    this.#limit = limit
  }

  override connectionMade(transport: SubprocessTransport): void {
    this.transport = transport
    for (const fd of [1, 2]) {
      const pipe = transport.getPipeTransport(fd)
      if (pipe === undefined) continue
      const reader = new StreamReader({ limit: this.#limit })
      reader.setTransport(pipe)
      this.readers.set(fd, reader)
    }
    const pipe = transport.getPipeTransport(0)
    if (pipe === undefined) return
    this.#input.connectionMade(pipe)
    this.stdin = new StreamWriter(pipe, this.#input, null)
  }

  override pipeDataReceived(fd: number, data: Uint8Array): void {
    this.readers.get(fd)?.feedData(data)
  }

  override pipeConnectionLost(fd: number, error: Error | null): void {
    if (fd === 0) this.#input.connectionLost(error)
    const reader = this.readers.get(fd)
    if (error === null) reader?.feedEof()
    else reader?.setException(error)
  }

  override pauseWriting(): void {
    this.#input.pauseWriting()
  }

  override resumeWriting(): void {
    this.#input.resumeWriting()
  }

  override processExited(): void {
    this.exits.wakeAll(this.transport.getReturncode()!)
  }
}
