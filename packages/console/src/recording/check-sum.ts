/**
 * CRC-32 as in zip files, which tells a damaged chunk from a whole one. It protects from accidents, not from
 * people.
 */

const table: Uint32Array = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte
  for (let bit = 0; bit < 8; bit++) sum = (sum & 1) === 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1
  return sum
})

export function checkSum(bytes: Uint8Array): number {
  let sum = 0xffffffff
  for (let at = 0; at < bytes.length; at++) {
    sum = (sum >>> 8) ^ (table[(sum ^ (bytes[at] as number)) & 255] as number)
  }
  return (sum ^ 0xffffffff) >>> 0
}
