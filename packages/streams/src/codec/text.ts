/** What the codecs of text share. */

export const LINE_FEED = 10

const decoder = new TextDecoder()

export function decodeText(bytes: Uint8Array): string {
  return decoder.decode(bytes)
}
