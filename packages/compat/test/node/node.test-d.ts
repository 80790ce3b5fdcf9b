import type { Readable } from 'node:stream'
import type { IterableSource } from '@acoro/compat'
import { asyncContextLoop, currentTask, fromReadable, keepAsyncContext, toReadable } from '@acoro/compat/node'
import type { AsyncGeneratorObject, EventLoop, Task } from '@acoro/core'
import { expectTypeOf, test } from 'vitest'

test('node', () => {
  expectTypeOf(keepAsyncContext()).toEqualTypeOf<Disposable>()
  expectTypeOf(asyncContextLoop()).toEqualTypeOf<EventLoop>()
  expectTypeOf(currentTask()).toEqualTypeOf<Task<unknown> | null>()
  expectTypeOf(fromReadable({} as Readable)).toEqualTypeOf<IterableSource<Buffer>>()
  expectTypeOf(toReadable({} as AsyncGeneratorObject<string>)).toEqualTypeOf<Readable>()
})
