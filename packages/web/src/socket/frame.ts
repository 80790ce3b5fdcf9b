/** A message as it is sent: encoded once, however many clients get it. */

import { describeValue } from '@acoro/core/lowlevel'

export interface Frame {
  readonly data: Uint8Array
  readonly binary: boolean
}

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** TypeError for anything but text and bytes. */
export function frameOf(message: unknown, where: string): Frame {
  if (typeof message === 'string') return { data: encoder.encode(message), binary: false }
  if (message instanceof Uint8Array) return { data: message, binary: true }
  if (message instanceof ArrayBuffer) return { data: new Uint8Array(message), binary: true }
  throw new TypeError(
    `Expected ${where} to get text or bytes, got ${describeValue(message)}: objects go through JSON.stringify()`,
  )
}

export function textOf(data: Uint8Array): string {
  return decoder.decode(data)
}
