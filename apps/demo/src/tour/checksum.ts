/** Work that would block the loop. It runs in a worker thread, so a module of its own exports it. */
export function checksum(text: string): string {
  let sum = 0
  for (let n = 0; n < text.length; n++) sum = (sum * 31 + text.charCodeAt(n)) >>> 0
  return sum.toString(16)
}
