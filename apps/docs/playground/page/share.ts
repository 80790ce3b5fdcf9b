// A program in the hash of an address: nothing is kept on a server, so a link cannot die. `#v1.` says how to
// read it, for ever. What comes by a link was made by anybody: it is read within limits, and never run before
// a click.

import { FILES, LINK, NAME, UNPACKED } from '../base/limits.ts'
import type { Program } from '../base/program.ts'

const VERSION = 'v1.'

export async function toHash(program: Program): Promise<string> {
  const text = JSON.stringify([program.main, program.files])
  const bytes = await through(new CompressionStream('deflate-raw'), new TextEncoder().encode(text), Infinity)
  // One call with all of them would have too many arguments.
  const characters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  return `#${VERSION}${btoa(characters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`
}

/** Throws an Error that says what is wrong with the link. */
export async function fromHash(hash: string): Promise<Program> {
  if (!hash.startsWith(`#${VERSION}`))
    throw new Error(
      `Expected a link of version ${VERSION.slice(0, -1)}, got ${hash.slice(0, 10)}: it was made by a newer site`,
    )
  if (hash.length > LINK) throw new Error(`Expected at most ${LINK} characters, got ${hash.length}`)
  const packed = bytesOf(hash.slice(1 + VERSION.length))
  const bytes = await through(new DecompressionStream('deflate-raw'), packed, UNPACKED).catch(
    (error: unknown) => {
      throw error instanceof TooLong ? error : new Error('The link is damaged: its end may be cut off')
    },
  )
  return readProgram(new TextDecoder().decode(bytes))
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]+$/.test(text)) throw new Error('The link is damaged: it holds characters that no link has')
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))
  } catch {
    throw new Error('The link is damaged: its end may be cut off')
  }
}

class TooLong extends Error {}

/** A few bytes can unpack to gigabytes: it stops at `most`. */
async function through(
  stream: GenericTransformStream,
  bytes: Uint8Array<ArrayBuffer>,
  most: number,
): Promise<Uint8Array> {
  const writer = (stream.writable as WritableStream<Uint8Array>).getWriter()
  const written = writer.write(bytes).then(() => writer.close())
  written.catch(() => {})
  const reader = (stream.readable as ReadableStream<Uint8Array>).getReader()
  const parts: number[] = []
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    if (parts.length + value.length > most) {
      await reader.cancel()
      throw new TooLong(`Expected a program of at most ${most} bytes`)
    }
    for (const byte of value) parts.push(byte)
  }
  await written
  return Uint8Array.from(parts)
}

function readProgram(text: string): Program {
  const wrong = new Error('The link holds no program')
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    throw wrong
  }
  if (!Array.isArray(data)) throw wrong
  const [main, files] = data as unknown[]
  if (typeof main !== 'string' || typeof files !== 'object' || files === null) throw wrong
  const entries = Object.entries(files)
  const valid = entries.every(
    ([name, code]) => name.length <= NAME && /^[\w.-]+\.ts$/.test(name) && typeof code === 'string',
  )
  if (!valid || entries.length > FILES || !Object.hasOwn(files, main)) throw wrong
  return { main, files: Object.fromEntries(entries) as Record<string, string> }
}
