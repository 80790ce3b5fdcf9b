/** Calls from promise code: of an asyncified coroutine function, and of a native async function that does the same. */

import { asyncify } from '@acoro/compat'

const acoroCall = asyncify(function* (n: number) {
  return n + 1
})

async function nativeCall(n: number): Promise<number> {
  return n + 1
}

/** `await asyncify(fn)(n)`, one after the other. */
export async function acoroCalls(count: number): Promise<number> {
  let sum = 0
  for (let n = 0; n < count; n++) sum += await acoroCall(n)
  return sum
}

/** `await fn(n)`, one after the other. */
export async function nativeCalls(count: number): Promise<number> {
  let sum = 0
  for (let n = 0; n < count; n++) sum += await nativeCall(n)
  return sum
}

/** 100 calls under way at once. */
export async function acoroCallsAtOnce(count: number): Promise<number> {
  let sum = 0
  for (let n = 0; n < count; n += 100) {
    const calls: Promise<number>[] = []
    for (let m = 0; m < 100; m++) calls.push(acoroCall(n + m))
    for (const value of await Promise.all(calls)) sum += value
  }
  return sum
}

/** 100 calls under way at once. */
export async function nativeCallsAtOnce(count: number): Promise<number> {
  let sum = 0
  for (let n = 0; n < count; n += 100) {
    const calls: Promise<number>[] = []
    for (let m = 0; m < 100; m++) calls.push(nativeCall(n + m))
    for (const value of await Promise.all(calls)) sum += value
  }
  return sum
}
