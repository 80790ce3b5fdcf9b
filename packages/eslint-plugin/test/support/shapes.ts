/**
 * The 40 shapes: what has to be reported, and what must not be. `shapes.test.ts` runs all rules on them, and
 * `forgotten.test.ts` compiles and runs them.
 */

export interface Shape {
  number: number
  /** Variants, each in the body of a coroutine; those of `file` stand for themselves. */
  body?: string[]
  file?: string[]
  /** The rules that report it: one a variant. */
  rules: string[]
  /** The same without types, if it differs. */
  untyped?: string[]
  options?: Record<string, object>
  /** What a program does with the names that a variant exports; unless given, it runs `main`. */
  use?: string
}

const floating = 'no-floating-awaitable'
const asValue = 'no-awaitable-as-value'
const noAwait = 'no-await-awaitable'
const callback = 'no-generator-callback'
const rethrow = 'rethrow-cancellation'

const cancelled =
  'await run(function* () { const task = createTask(main(), { name: "work" }); yield* sleep(0); task.cancel(); yield* task })'

export const reported: Shape[] = [
  { number: 1, body: ['save(1)'], rules: [floating] },
  { number: 2, body: ['gather(load(1), load(2))'], rules: [floating] },
  { number: 3, body: ['void save(1)'], rules: [floating] },
  { number: 4, body: ['ids.map((id) => save(id))'], rules: [floating] },
  { number: 5, body: ['ids.forEach((id) => save(id))'], rules: [floating] },
  {
    number: 6,
    body: [
      'ids.forEach(function* (id) { yield* save(id) })',
      "emitter.on('x', function* () { yield* save(1) })",
    ],
    rules: [callback, callback],
  },
  { number: 7, body: ['if (isOpen()) log(1)'], rules: [asValue] },
  { number: 8, body: ['while (!isOpen()) log(1)'], rules: [asValue] },
  {
    number: 9,
    body: ['filter', 'some', 'every', 'find'].map((method) => `log(ids.${method}((id) => isOpen(id)))`),
    rules: [asValue, asValue, asValue, asValue],
  },
  { number: 10, body: ['log(`hello ${load(1)}`)'], rules: [asValue] },
  { number: 11, body: ['log(JSON.stringify({ user: load(1) }))'], rules: [asValue] },
  { number: 12, body: ['log(load(1).name)'], rules: [asValue] },
  {
    number: 13,
    body: [
      'const [a, b] = gather(load(1), load(2)); log([a, b])',
      'const [c] = load(1); log(c)',
      'const [d] = sleep(5, ids); log(d)',
    ],
    rules: [asValue, asValue, asValue],
  },
  {
    number: 14,
    body: ['for (const x of all()) log(x)', 'log([...all()])', 'log(new Set(all()))'],
    rules: [asValue, asValue, asValue],
  },
  {
    number: 15,
    body: ['log({ ...load(1) })', 'log(load(1) ?? ids)', 'log(load(1) == null)'],
    rules: [asValue, asValue, asValue],
  },
  {
    number: 16,
    body: ['yield load(1)', 'yield* [1, 2]', "yield* 'text'"],
    rules: ['yield-star', 'yield-star', 'yield-star'],
  },
  { number: 17, body: ['yield* sleep(1); return load(1)'], rules: [asValue] },
  {
    number: 18,
    body: ['const list = []; for (const id of ids) list.push(load(id)); log(list.length)'],
    rules: [floating],
    options: { [floating]: { countedLists: true } },
  },
  {
    number: 19,
    file: ['setTimeout(() => save(1), 10)', "app.get('/', () => load(1))", "test('x', () => load(1))"],
    rules: [asValue, asValue, asValue],
  },
  { number: 20, file: ['export const f = async () => await load(1)'], use: 'await f()', rules: [noAwait] },
  { number: 21, file: ['export const f = async () => load(1)'], use: 'await f()', rules: [noAwait] },
  {
    number: 22,
    file: ['await Promise.all([load(1)])', 'log(Promise.resolve(load(1)))', 'log(Promise.race([load(1)]))'],
    rules: [noAwait, noAwait, noAwait],
  },
  {
    number: 23,
    body: [
      'try { yield* save(1) } catch { }',
      "try { yield* save(1) } catch (e) { throw new Error('x', { cause: e }) }",
      'try { yield* save(1) } catch (e) { if (e instanceof Error) log(e); else throw e }',
    ],
    rules: [rethrow, rethrow, rethrow],
    use: cancelled,
  },
  {
    number: 24,
    body: [
      'for (;;) { try { yield* save(1) } finally { break } }',
      'try { yield* save(1) } finally { return 1 }',
    ],
    rules: ['no-swallowed-cancel', 'no-swallowed-cancel'],
    use: cancelled,
  },
  {
    number: 25,
    file: [
      'run(function* () { yield* lock.acquire() })',
      'export class A { *[Symbol.dispose]() { yield* save(1) } }',
    ],
    use: 'if (typeof A === "function") { using a = new A() }',
    rules: ['no-dropped-permit', 'no-yield-in-dispose'],
  },
]

export const notReported: Shape[] = [
  { number: 1, body: ['const t = load(1); log(1); return yield* t'], rules: [] },
  {
    number: 2,
    body: [
      'createTask(load(1)); yield* sleep(5)',
      'yield* taskGroup(function* (group) { group.createTask(load(1)); yield* sleep(1) })',
    ],
    rules: [],
  },
  {
    number: 3,
    file: [
      `export class A {
  task?: Task<void>
  pages = new Map<number, Task<void>>()
  stop() {
    if (this.task) this.task?.cancel()
    return this.pages.get(1) ?? createTask(save(1))
  }
}`,
    ],
    use: 'await run(function* () { yield* new A().stop() })',
    rules: [],
  },
  { number: 4, body: ['return yield* gather(ids.map((id) => load(id)))'], rules: [] },
  { number: 5, file: ['export const get = (id: number) => load(id)'], use: 'await run(get(1))', rules: [] },
  {
    number: 6,
    file: ['run(load(1))', 'toPromise(load(1))', 'export const stepper = stepCoroutine(load(1))'],
    use: "if (typeof stepper === 'object') { stepper.next(); stepper.loop.close() }",
    rules: [],
  },
  {
    number: 7,
    body: ['log(`${task}`)', 'const one = load(1); console.log(one); yield* one'],
    rules: [],
  },
  {
    number: 8,
    file: [
      'export function* numbers() { yield 1 }',
      "declare function take(type: string): object\nexport function* saga() { const action: object = yield take('X'); log(action) }",
      'export const old = legacy(function* () { yield Promise.resolve(1) } as never)',
    ],
    rules: [],
  },
  {
    number: 9,
    body: [
      'throwIfCancelled(e); log(e)',
      'if (isCancelledError(e)) throw e; log(e)',
      'log(e); if (ids.length > 0) throw e; else throw e',
      'if (!(e instanceof TimeoutError)) throw e',
    ].map((handler) => `try { yield* save(1) } catch (e) { ${handler} }`),
    rules: [],
  },
  { number: 10, body: ['try { log(1) } catch (e) { log(e) }; yield* save(1)'], rules: [] },
  {
    number: 11,
    body: [
      'task.cancel(); try { yield* task } catch (e) { log(e) }',
      'try { yield* save(1) } catch (e) { log(e); currentTask()?.uncancel() }',
    ],
    rules: [],
  },
  {
    number: 12,
    body: [
      'using p = yield* lock.acquire(); log(p)',
      'yield* semaphore.acquire(); try { log(1) } finally { semaphore.release() }',
    ],
    rules: [],
  },
  {
    number: 13,
    file: ['export const f = coroutine(function* () { return 1 })'],
    use: 'await run(f())',
    rules: [],
  },
  {
    number: 14,
    file: ['export class Bag { items = [1]; *[Symbol.iterator]() { yield* this.items } }'],
    use: 'log([...new Bag()])',
    rules: [],
  },
  {
    number: 15,
    file: [
      'expect(() => load(1)).toThrow()',
      'export function first<T extends Awaitable<unknown>>(one: T) { return one ? one : undefined }',
      'declare const anything: any\nexport const text = () => (anything() ? `${anything.name}` : JSON.stringify(anything()))\nanything.start()',
    ],
    rules: [],
  },
]

/** A variant of a shape, as it stands in a program. */
export interface Variant {
  shape: Shape
  code: string
  isBody: boolean
}

export function variantsOf(shape: Shape): Variant[] {
  return (shape.body ?? shape.file ?? []).map((code) => ({ shape, code, isBody: shape.body !== undefined }))
}
