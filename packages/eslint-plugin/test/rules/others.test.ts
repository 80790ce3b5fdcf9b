import { testRule } from '../support/tester.ts'

testRule(
  'no-swallowed-cancel',
  [
    {
      name: 'a loop inside of the finally',
      body: 'try { yield* save(1) } finally { for (const id of ids) { if (id > 1) break; if (id > 2) continue; log(id) } }',
    },
    {
      name: 'a switch inside of the finally',
      body: 'try { yield* save(1) } finally { switch (ids.length) { case 1: break } }',
    },
    {
      name: 'a function inside of the finally',
      body: 'try { yield* save(1) } finally { ids.forEach((id) => { return log(id) }) }',
    },
    { name: 'a try without yield*', body: 'try { log(1) } finally { return 1 }' },
    { name: 'a return in the try', body: 'try { return yield* save(1) } finally { log(1) }' },
    {
      name: 'a generator of data',
      file: 'export function* numbers() { try { yield 1 } finally { return 2 } }',
    },
    {
      name: 'a label inside of the finally',
      body: 'try { yield* save(1) } finally { out: { if (ids.length > 0) break out; log(1) } }',
    },
  ],
  [
    { name: 'return', body: 'try { yield* save(1) } finally { return 1 }', message: 'swallowed' },
    { name: 'break', body: 'for (;;) { try { yield* save(1) } finally { break } }', message: 'swallowed' },
    {
      name: 'continue',
      body: 'for (const id of ids) { try { yield* save(id) } finally { continue } }',
      message: 'swallowed',
    },
    {
      name: 'a jump to a label outside',
      body: 'out: for (;;) { try { yield* save(1) } finally { for (;;) break out } }',
      message: 'swallowed',
    },
    {
      name: 'return in a nested finally',
      body: 'try { yield* save(1) } finally { try { log(1) } finally { return 1 } }',
      message: 'swallowed',
    },
    {
      name: 'a catch that waits',
      body: 'try { log(1) } catch (e) { yield* save(1); throw e } finally { if (ids.length > 0) return 1 }',
      message: 'swallowed',
    },
  ],
)

testRule(
  'no-dropped-permit',
  [
    { name: 'using', body: 'using held = yield* lock.acquire(); log(held)' },
    { name: 'using, with nothing said of it', body: 'using held = yield* lock.acquire()' },
    {
      name: 'released in a finally',
      body: 'yield* lock.acquire(); try { log(1) } finally { lock.release() }',
    },
    { name: 'released further on', body: 'yield* semaphore.acquire(); log(1); semaphore.release()' },
    { name: 'kept', body: 'const held = yield* lock.acquire(); held.release()' },
    {
      name: 'something else that is acquired',
      file: 'declare const pool: { acquire(): Generator<undefined, number, unknown> }\nexport const f = coroutine(function* () { yield* pool.acquire() })',
    },
    {
      name: 'released by another method',
      file: `export class Door {
  #lock = new (class extends Object { acquire() { return lock.acquire() } release() { lock.release() } })();
  *enter(): Generator<Suspension, void, unknown> { yield* this.#lock.acquire() }
  leave() { this.#lock.release() }
}`,
    },
  ],
  [
    {
      name: 'a statement',
      body: 'yield* lock.acquire()',
      message: 'dropped',
      suggest: { using: 'using permit = yield* lock.acquire()' },
    },
    {
      name: 'of a semaphore',
      body: 'yield* semaphore.acquire(); const permit = 1; log(permit)',
      message: 'dropped',
      suggest: { using: 'using held = yield* semaphore.acquire(); const permit = 1; log(permit)' },
    },
    {
      name: 'tryAcquire',
      body: 'lock.tryAcquire()',
      message: 'dropped',
      suggest: { using: 'using permit = lock.tryAcquire()' },
    },
    {
      name: 'a release of something else',
      body: 'yield* lock.acquire(); semaphore.release()',
      message: 'dropped',
      suggest: { using: 'using permit = yield* lock.acquire(); semaphore.release()' },
    },
    {
      name: 'a constant that is never read',
      body: 'const held = yield* lock.acquire()',
      message: 'unused',
      suggest: { using: 'using held = yield* lock.acquire()' },
    },
    {
      name: 'where no declaration may stand',
      body: 'if (ids.length > 0) yield* lock.acquire()',
      message: 'dropped',
    },
    {
      name: 'in a switch, where no using may stand',
      body: 'switch (1) { case 1: yield* lock.acquire() }',
      message: 'dropped',
    },
  ],
)

testRule(
  'no-yield-in-dispose',
  [
    { name: 'a plain method', file: 'export class A { [Symbol.dispose]() { log(1) } }' },
    {
      name: 'an async one',
      file: 'export class A { async [Symbol.asyncDispose]() { await toPromise(save(1)) } }',
    },
    { name: 'an iterator', file: 'export class A { *[Symbol.iterator]() { yield 1 } }' },
    { name: 'a task that is started', file: 'export class A { [Symbol.dispose]() { createTask(save(1)) } }' },
    { name: 'a property of the name', file: 'export class A { *dispose() { yield* save(1) } }' },
  ],
  [
    {
      name: 'a generator',
      file: 'export class A { *[Symbol.dispose]() { yield* save(1) } }',
      message: 'generator',
    },
    {
      name: 'a generator, async',
      file: 'export class A { *[Symbol.asyncDispose]() { yield* save(1) } }',
      message: 'generator',
    },
    {
      name: 'of an object',
      file: 'export const a = { *[Symbol.dispose]() { yield* save(1) } }',
      message: 'generator',
    },
    {
      name: 'a function in a field',
      file: 'export class A { [Symbol.dispose] = function* () { yield* save(1) } }',
      message: 'generator',
    },
    {
      name: 'a coroutine function in a field',
      file: 'export class A { [Symbol.dispose] = coroutine(function* () { yield* save(1) }) }',
      message: 'coroutine',
    },
    {
      name: 'a coroutine that is returned',
      file: 'export class A { [Symbol.dispose]() { return save(1) } }',
      message: 'coroutine',
    },
    {
      name: 'assigned',
      file: 'const a: Record<symbol, unknown> = {}\na[Symbol.dispose] = function* () { yield* save(1) }',
      message: 'generator',
    },
  ],
)

testRule(
  'require-yield',
  [
    { name: 'a coroutine', file: 'export const f = coroutine(function* () { return 1 })' },
    { name: 'a decorated method', file: 'export class A { @coroutine *f() { return 1 } }' },
    { name: 'the body of a run', file: 'run(function* () { log(1) })' },
    { name: 'an empty one', file: 'export function* f() {}\nfunction* g() {}\nlog(g)' },
    {
      name: 'a return type that is written out',
      file: 'function* f(): Generator<never, number, unknown> { return 1 }\nlog(f)',
    },
    { name: 'run by name', file: 'function* main() { return 1 }\nrun(main)' },
    {
      name: 'started by name',
      file: 'function* main() { return 1 }\ncoroutine(function* () { yield* main(); createTask(main()) })',
    },
    { name: 'a method', file: 'export class A { *aexit() { log(1) } }' },
    {
      name: 'handed to others by name',
      file: 'function* main() { return 1 }\nlog([main])\nrun(() => main())',
    },
    { name: 'one that yields', file: 'function* f() { yield 1 }\nlog(f)' },
  ],
  [
    { name: 'a generator of data', file: 'function* f() { return [1] }\nlog([...f()])', message: 'missing' },
    {
      name: 'a yield in an inner function only',
      file: 'function* f() { return function* () { yield 1 } }\nlog([...f()])',
      message: 'missing',
    },
  ],
)
