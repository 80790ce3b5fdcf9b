/**
 * In place of signals.ts in bundles for browsers, which have no signals (the map `browser` in package.json).
 */

import { describeValue, RuntimeError } from '../base/errors.ts'

export class SignalHandlers {
  add(signal: unknown): never {
    checkSignal(signal)
    throw new RuntimeError(`This host has no signals: ${signal} cannot be handled`)
  }

  remove(signal: unknown): boolean {
    checkSignal(signal)
    return false
  }

  watch(): void {}
  rest(): void {}
  removeAll(): void {}

  get any(): boolean {
    return false
  }
}

function checkSignal(signal: unknown): asserts signal is string {
  if (typeof signal !== 'string')
    throw new TypeError(`Expected a signal name such as 'SIGTERM', got ${describeValue(signal)}`)
}

export function onSignal(): () => void {
  return () => {}
}
