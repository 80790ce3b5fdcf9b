/** Work that would block the loop: it runs in a worker thread, so it is an export of a module of its own. */
export function checksum(text: string): string {
  let sum = 0
  for (let n = 0; n < text.length; n++) sum = (sum * 31 + text.charCodeAt(n)) >>> 0
  return sum.toString(16)
}
