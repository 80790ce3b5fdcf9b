/**
 * Writes to, reads from and waits for all pipes of a child process at the same time, so that no full pipe can
 * stop it.
 */

import { type Coroutine, coroutine, gather, type Suspension } from '@acoro/core'
import { bytesOf } from '../base/byte-queue.ts'
import { BrokenPipeError, ConnectionResetError } from '../base/errors.ts'
import type { StreamReader } from '../stream/stream-reader.ts'
import type { StreamWriter } from '../stream/stream-writer.ts'

/** What a child process wrote; null if it has no such pipe. */
export type Output = [stdout: Uint8Array | null, stderr: Uint8Array | null]

interface Talking {
  readonly stdin: StreamWriter | null
  readonly stdout: StreamReader | null
  readonly stderr: StreamReader | null
  wait(): Coroutine<number>
}

export const communicate: (process: Talking, input?: Uint8Array | string) => Coroutine<Output> = coroutine(
  function* communicate(process: Talking, input?: Uint8Array | string) {
    const [, stdout, stderr] = yield* gather(
      feed(process.stdin, input),
      readAll(process.stdout),
      readAll(process.stderr),
    )
    yield* process.wait()
    return [stdout, stderr] as Output
  },
)

function* feed(
  stdin: StreamWriter | null,
  input: Uint8Array | string | undefined,
): Generator<Suspension, void, unknown> {
  if (stdin === null) return
  try {
    if (input !== undefined) {
      stdin.write(bytesOf(input))
      yield* stdin.drain()
    }
    stdin.close()
    yield* stdin.waitClosed()
  } catch (error) {
    if (!(error instanceof BrokenPipeError || error instanceof ConnectionResetError)) throw error
  }
}

function* readAll(reader: StreamReader | null): Generator<Suspension, Uint8Array | null, unknown> {
  return reader === null ? null : yield* reader.read()
}
