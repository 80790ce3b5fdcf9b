import { fromPromise, taskSignal, type toReadableStream } from '@acoro/compat'

export const fetched = fromPromise((signal) => fetch('https://example.org', { signal }))
export const signal: () => AbortSignal = taskSignal
export const stream: ReadableStream<Uint8Array> | undefined = undefined as
  | ReturnType<typeof toReadableStream<Uint8Array>>
  | undefined
