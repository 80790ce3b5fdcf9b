/** Puts chunks together as a file. */

import { ByteWriter } from './bytes.ts'
import { checkSum } from './check-sum.ts'
import type { Chunk } from './chunk-writer.ts'
import type { RecordingHeader } from './events.ts'
import { FORMAT_VERSION, MAGIC } from './layout.ts'

export function fileOf(header: RecordingHeader, chunks: readonly Chunk[]): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(JSON.stringify(header))
  const sum = new DataView(new ArrayBuffer(4))
  sum.setUint32(0, checkSum(text), true)
  const file = new ByteWriter()
  file.bytes(MAGIC)
  file.byte(FORMAT_VERSION)
  file.count(text.length)
  file.bytes(text)
  file.bytes(new Uint8Array(sum.buffer))
  for (const { bytes } of chunks) file.bytes(bytes)
  return file.take()
}
