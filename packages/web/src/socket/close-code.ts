/** The codes and reasons of close frames, which `ws` would refuse in the middle of the handshake. */

import { describeValue } from '@acoro/core/lowlevel'

/** The other side leaves in order: nothing went wrong. */
export function isOrderly(code: number): boolean {
  return code === 1000 || code === 1001 || code === 1005
}

export function checkClose(code: unknown, reason: unknown): void {
  const isAllowed =
    Number.isInteger(code) &&
    (((code as number) >= 1000 && (code as number) <= 1014 && ![1004, 1005, 1006].includes(code as number)) ||
      ((code as number) >= 3000 && (code as number) <= 4999))
  if (!isAllowed) {
    throw new RangeError(
      `Expected a close code of 1000 to 1014 (but 1004 to 1006) or 3000 to 4999, got ${describeValue(code)}`,
    )
  }
  if (typeof reason !== 'string') {
    throw new TypeError(`Expected the reason of close() as text, got ${describeValue(reason)}`)
  }
  const { byteLength } = new TextEncoder().encode(reason)
  if (byteLength > 123) {
    throw new RangeError(`Expected a reason of at most 123 bytes, got ${byteLength}`)
  }
}
