import { jobSignal, transfer } from '@acoro/executors'
import { expect, it } from 'vitest'
import { takeTransferList } from '../../src/message/transfer.ts'

it('gives the value back and marks it, for once', () => {
  const bytes = new Uint8Array(4)
  expect(transfer(bytes)).toBe(bytes)
  expect(takeTransferList(bytes)).toEqual([bytes.buffer])
  expect(takeTransferList(bytes)).toBeUndefined()
})

it('moves what the list names', () => {
  const [a, b] = [new ArrayBuffer(1), new ArrayBuffer(2)]
  expect(takeTransferList(transfer({ a, b }, [a]))).toEqual([a])
  expect(takeTransferList(transfer(a))).toEqual([a])
})

it('refuses what is no object, and a list that is no list', () => {
  expect(() => transfer('text' as never)).toThrow(
    new TypeError('Expected an object to transfer, got a string'),
  )
  expect(() => transfer(null as never)).toThrow(new TypeError('Expected an object to transfer, got null'))
  expect(() => transfer({}, new ArrayBuffer(1) as never)).toThrow(
    new TypeError('Expected the transfer list to be an array: transfer(value, [value.buffer])'),
  )
  expect(() => transfer({}, [1 as never])).toThrow(
    new TypeError('Expected objects in the transfer list, got a number'),
  )
  expect(() => transfer(new Uint8Array(new SharedArrayBuffer(1)))).toThrow(
    new TypeError('Expected something to transfer, got shared memory: both threads have it without that'),
  )
})

it('the signal of a job is never aborted in the loop’s own thread', () => {
  expect(jobSignal().aborted).toBe(false)
})
