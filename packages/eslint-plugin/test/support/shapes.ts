/**
 * The 40 shapes: what has to be reported, and what must not be. `shapes.test.ts` runs all rules on them; other tests may
 * compile and run them.
 */

export interface Shape {
  number: number
  /** In the body of a coroutine; `file` stands for itself. */
  body?: string
  file?: string
  /** The rules that report it, in the order of the lines. */
  rules: string[]
  /** The same without types, if it differs. */
  untyped?: string[]
  options?: Record<string, object>
}

const floating = 'no-floating-awaitable'
const asValue = 'no-awaitable-as-value'
const noAwait = 'no-await-awaitable'
const callback = 'no-generator-callback'
const rethrow = 'rethrow-cancellation'

export const reported: Shape[] = [
  { number: 1, body: 'save(1)', rules: [floating] },
  { number: 2, body: 'gather(load(1), load(2))', rules: [floating] },
  { number: 3, body: 'void save(1)', rules: [floating] },
  { number: 4, body: 'ids.map((id) => save(id))', rules: [floating] },
  { number: 5, body: 'ids.forEach((id) => save(id))', rules: [floating] },
  {
    number: 6,
    body: "ids.forEach(function* (id) { yield* save(id) })\nemitter.on('x', function* () { yield* save(1) })",
    rules: [callback, callback],
  },
  { number: 7, body: 'if (isOpen()) log(1)', rules: [asValue] },
  { number: 8, body: 'while (!isOpen()) log(1)', rules: [asValue] },
  {
    number: 9,
    body: ['filter', 'some', 'every', 'find']
      .map((method) => `log(ids.${method}((id) => isOpen(id)))`)
      .join('\n'),
    rules: [asValue, asValue, asValue, asValue],
  },
  { number: 10, body: 'log(`hello ${load(1)}`)', rules: [asValue] },
  { number: 11, body: 'log(JSON.stringify({ user: load(1) }))', rules: [asValue] },
  { number: 12, body: 'log(load(1).name)', rules: [asValue] },
  {
    number: 13,
    body: 'const [a, b] = gather(load(1), load(2))\nconst [c] = load(1)\nlog([a, b, c])',
    rules: [asValue, asValue],
  },
  {
    number: 14,
    body: 'for (const x of all()) log(x)\nlog([...all()])\nlog(new Set(all()))',
    rules: [asValue, asValue, asValue],
  },
  {
    number: 15,
    body: 'log({ ...load(1) })\nlog(load(1) ?? ids)\nlog(load(1) == null)',
    rules: [asValue, asValue, asValue],
  },
  {
    number: 16,
    body: "yield load(1)\nyield* [1, 2]\nyield* 'text'",
    rules: ['yield-star', 'yield-star', 'yield-star'],
  },
  { number: 17, body: 'yield* sleep(1)\nreturn load(1)', rules: [asValue] },
  {
    number: 18,
    body: 'const list = []\nfor (const id of ids) list.push(load(id))\nlog(list.length)',
    rules: [floating],
    options: { [floating]: { countedLists: true } },
  },
  {
    number: 19,
    file: "setTimeout(() => save(1), 10)\napp.get('/', () => load(1))\ntest('x', () => load(1))",
    rules: [asValue, asValue, asValue],
  },
  { number: 20, file: 'export const f = async () => await load(1)', rules: [noAwait] },
  { number: 21, file: 'export const f = async () => load(1)', rules: [noAwait] },
  {
    number: 22,
    file: 'await Promise.all([load(1)])\nlog(Promise.resolve(load(1)))\nlog(Promise.race([load(1)]))',
    rules: [noAwait, noAwait, noAwait],
  },
  {
    number: 23,
    body: [
      'try { yield* save(1) } catch { }',
      "try { yield* save(1) } catch (e) { throw new Error('x', { cause: e }) }",
      'try { yield* save(1) } catch (e) { if (e instanceof Error) log(e); else throw e }',
    ].join('\n'),
    rules: [rethrow, rethrow, rethrow],
  },
  {
    number: 24,
    body: 'for (;;) { try { yield* save(1) } finally { break } }\ntry { yield* save(1) } finally { return 1 }',
    rules: ['no-swallowed-cancel', 'no-swallowed-cancel'],
  },
  {
    number: 25,
    file: 'run(function* () { yield* lock.acquire() })\nexport class A { *[Symbol.dispose]() { yield* save(1) } }',
    rules: ['no-dropped-permit', 'no-yield-in-dispose'],
  },
]

export const notReported: Shape[] = [
  { number: 1, body: 'const t = load(1)\nlog(1)\nreturn yield* t', rules: [] },
  {
    number: 2,
    body: 'createTask(load(1))\nyield* taskGroup(function* (group) { group.createTask(load(1)); yield* sleep(1) })',
    rules: [],
  },
  {
    number: 3,
    file: `export class A {
  task?: Task<void>
  pages = new Map<number, Task<void>>()
  stop() {
    if (this.task) this.task?.cancel()
    return this.pages.get(1) ?? createTask(save(1))
  }
}`,
    rules: [],
  },
  { number: 4, body: 'return yield* gather(ids.map((id) => load(id)))', rules: [] },
  { number: 5, file: 'export const get = (id: number) => load(id)', rules: [] },
  { number: 6, file: 'run(load(1))\ntoPromise(load(1))\nstepCoroutine(load(1))', rules: [] },
  {
    number: 7,
    body: 'log(`${task}`)\nconst one = load(1)\nconsole.log(one, load(2))\nyield* one',
    rules: [],
  },
  {
    number: 8,
    file: `declare function take(type: string): object
export function* numbers() { yield 1 }
export function* saga() { const action = yield take('X'); log(action) }
export const old = legacy(function* () { yield Promise.resolve(1) } as never)`,
    rules: [],
  },
  {
    number: 9,
    body: [
      'throwIfCancelled(e); log(e)',
      'if (isCancelledError(e)) throw e; log(e)',
      'log(e); if (ids.length > 0) throw e; else throw e',
      'if (!(e instanceof TimeoutError)) throw e',
    ]
      .map((handler) => `try { yield* save(1) } catch (e) { ${handler} }`)
      .join('\n'),
    rules: [],
  },
  { number: 10, body: 'try { log(1) } catch (e) { log(e) }\nyield* save(1)', rules: [] },
  {
    number: 11,
    body: 'task.cancel()\ntry { yield* task } catch (e) { log(e) }\ntry { yield* save(1) } catch (e) { log(e); currentTask()?.uncancel() }',
    rules: [],
  },
  {
    number: 12,
    body: 'using p = yield* lock.acquire()\nlog(p)\nyield* semaphore.acquire()\ntry { log(1) } finally { semaphore.release() }',
    rules: [],
  },
  { number: 13, file: 'export const f = coroutine(function* () { return 1 })', rules: [] },
  {
    number: 14,
    file: 'export class Bag { items = [1]; *[Symbol.iterator]() { yield* this.items } }',
    rules: [],
  },
  {
    number: 15,
    file: `declare const anything: any
expect(() => load(1)).toThrow()
export function first<T extends Awaitable<unknown>>(one: T) { return one ? one : undefined }
export const text = () => (anything() ? \`\${anything.name}\` : JSON.stringify(anything()))
anything.start()`,
    rules: [],
  },
]
