// Bytes and text, for tests that read like a story.

const decoder = new TextDecoder()
const encoder = new TextEncoder()

export function text(bytes: Uint8Array): string {
  return decoder.decode(bytes)
}

export function bytes(string: string): Uint8Array {
  return encoder.encode(string)
}

/** `length` bytes in a pattern that shows a lost, doubled or swapped piece. */
export function pattern(length: number, offset = 0): Uint8Array {
  const data = new Uint8Array(length)
  for (let i = 0; i < length; i++) data[i] = (i + offset) % 251
  return data
}

/** For many bytes: `toEqual` looks at each by itself. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}
