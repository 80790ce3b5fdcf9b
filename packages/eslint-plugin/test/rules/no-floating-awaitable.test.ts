import { testRule } from '../support/tester.ts'

const task = (code: string): Record<string, string> => ({ task: code })

testRule(
  'no-floating-awaitable',
  [
    { name: 'one that is kept', body: 'const one = load(1); log(1); return yield* one' },
    { name: 'one that is awaited', body: 'yield* save(1)' },
    { name: 'a task', body: 'createTask(save(1))' },
    { name: 'a task by void', body: 'void createTask(save(1))' },
    { name: 'a list of tasks', body: 'ids.map((id) => createTask(save(id)))' },
    { name: 'forEach that starts tasks', body: 'ids.forEach((id) => createTask(save(id)))' },
    { name: 'forEach that starts tasks in a block', body: 'ids.forEach((id) => { createTask(save(id)) })' },
    { name: 'gathered', body: 'yield* gather(ids.map((id) => load(id)))' },
    {
      name: 'an ordinary function that hands one on',
      file: 'const get = (id: number) => load(id)\nlog(get)',
    },
    { name: 'run', file: 'run(load(1))' },
    { name: 'toPromise', file: 'toPromise(load(1))' },
    { name: 'assigned', body: 'let one; one = load(1); yield* one' },
    { name: 'a call that takes it', body: 'log(load(1))' },
    { name: 'the methods of a task', body: 'task.cancel(); pending.cancel()' },
    { name: 'a future by name', body: 'pending' },
    { name: 'closed by hand', body: 'load(1).close()' },
    { name: 'sorting in place', body: 'const list = [load(1)]; list.reverse(); return yield* gather(list)' },
    { name: 'any', file: 'declare const anything: any\nanything()\nanything.then()' },
    {
      name: 'a type parameter',
      file: 'function start<T extends () => Task<unknown>>(work: T) { work() }\nlog(start)',
    },
    { name: 'a call made for its check', body: 'currentTask()' },
    {
      name: 'a list that is only counted, without the option',
      body: 'const list = []; list.push(load(1)); log(list.length)',
    },
    {
      name: 'a list that is gathered, with the option',
      body: 'const list = []; list.push(load(1)); yield* gather(list)',
      options: [{ countedLists: true }],
    },
  ],
  [
    {
      name: 'a statement',
      body: 'save(1)',
      message: 'floating',
      output: 'yield* save(1)',
      suggest: task('createTask(save(1))'),
    },
    {
      name: 'one of acoro itself',
      body: 'sleep(10)',
      message: 'floating',
      output: 'yield* sleep(10)',
      suggest: task('createTask(sleep(10))'),
    },
    {
      name: 'gather',
      body: 'gather(load(1), load(2))',
      message: 'lost',
      output: 'yield* gather(load(1), load(2))',
    },
    {
      name: 'void is no excuse',
      body: 'void save(1)',
      message: 'floating',
      output: 'yield* save(1)',
      suggest: task('void createTask(save(1))'),
    },
    {
      name: 'void with a comment',
      body: 'void /* later */ save(1)',
      message: 'floating',
      output: 'yield* /* later */ save(1)',
      suggest: task('void /* later */ createTask(save(1))'),
    },
    {
      name: 'behind &&',
      body: 'ids.length > 0 && save(1)',
      message: 'floating',
      output: 'ids.length > 0 && (yield* save(1))',
      suggest: task('ids.length > 0 && createTask(save(1))'),
    },
    {
      name: 'void behind &&',
      body: 'ids.length > 0 && void save(1)',
      message: 'floating',
      output: 'ids.length > 0 && (yield* save(1))',
      suggest: task('ids.length > 0 && void createTask(save(1))'),
    },
    {
      name: 'a branch',
      body: 'ids.length > 0 ? save(1) : log(1)',
      message: 'floating',
      output: 'ids.length > 0 ? yield* save(1) : log(1)',
      suggest: task('ids.length > 0 ? createTask(save(1)) : log(1)'),
    },
    {
      name: 'behind a comma',
      body: 'log(1), save(1)',
      message: 'floating',
      output: 'log(1), yield* save(1)',
      suggest: task('log(1), createTask(save(1))'),
    },
    {
      name: 'before a comma, in a value',
      body: 'const one = (save(1), 2); log(one)',
      message: 'floating',
      output: 'const one = (yield* save(1), 2); log(one)',
      suggest: task('const one = (createTask(save(1)), 2); log(one)'),
    },
    {
      name: 'in the head of a loop',
      body: 'for (;;save(1)) log(1)',
      message: 'floating',
      output: 'for (;;yield* save(1)) log(1)',
      suggest: task('for (;;createTask(save(1))) log(1)'),
    },
    {
      name: 'behind as',
      body: 'save(1) as unknown as Task<void> | ReturnType<typeof save>',
      only: 'typed',
      message: 'floating',
      output: 'yield* save(1) as unknown as Task<void> | ReturnType<typeof save>',
      suggest: task('createTask(save(1) as unknown as Task<void> | ReturnType<typeof save>)'),
    },
    {
      name: 'behind !',
      body: 'save(1)!',
      message: 'floating',
      output: 'yield* save(1)!',
      suggest: task('createTask(save(1)!)'),
    },
    {
      name: 'an optional call may be nothing, and then yield* would throw',
      file: `const store: { save?: typeof save } = { save }
coroutine(function* () { store.save?.(1) })`,
      only: 'typed',
      message: 'floating',
    },
    {
      name: 'without semicolons',
      body: 'const one = ids\nsave(1)\nlog(one)',
      message: 'floating',
      output: 'const one = ids\nyield* save(1)\nlog(one)',
      suggest: task('const one = ids\ncreateTask(save(1))\nlog(one)'),
    },
    {
      name: 'in parentheses',
      body: ';(save(1))',
      message: 'floating',
      output: ';(yield* save(1))',
      suggest: task(';(createTask(save(1)))'),
    },
    {
      name: 'in an arrow, where yield* would be a syntax error',
      body: 'const later = () => { save(1) }; log(later)',
      message: 'floating',
      suggest: task('const later = () => { createTask(save(1)) }; log(later)'),
    },
    {
      name: 'as the void of an arrow',
      body: 'const later = () => void save(1); log(later)',
      message: 'floating',
      suggest: task('const later = () => void createTask(save(1)); log(later)'),
    },
    {
      name: 'in a parameter default of a generator, where yield* would be a syntax error',
      file: 'export const other = coroutine(function* (n = (save(1), 2)) { yield* sleep(n) })',
      message: 'floating',
      suggest: task(
        'export const other = coroutine(function* (n = (createTask(save(1)), 2)) { yield* sleep(n) })',
      ),
    },
    {
      name: 'in an async function',
      file: 'export async function other() { save(1) }',
      message: 'floating',
      suggest: task('export async function other() { createTask(save(1)) }'),
    },
    {
      name: 'the generator of a coroutine',
      file: 'function* tick() { yield* sleep(1) }\nexport function* other(): Generator<Suspension, void, unknown> { tick() }',
      message: 'floating',
      output:
        'function* tick() { yield* sleep(1) }\nexport function* other(): Generator<Suspension, void, unknown> { yield* tick() }',
      suggest: task(
        'function* tick() { yield* sleep(1) }\nexport function* other(): Generator<Suspension, void, unknown> { createTask(tick()) }',
      ),
    },
    {
      name: 'a method',
      file: `export class Store {
  constructor(private readonly n: number) {}
  @coroutine *load() { yield* sleep(this.n) }
  @coroutine *main() { this.load(); yield* sleep(1) }
}`,
      message: 'floating',
      output: `export class Store {
  constructor(private readonly n: number) {}
  @coroutine *load() { yield* sleep(this.n) }
  @coroutine *main() { yield* this.load(); yield* sleep(1) }
}`,
      suggest: task(`export class Store {
  constructor(private readonly n: number) {}
  @coroutine *load() { yield* sleep(this.n) }
  @coroutine *main() { createTask(this.load()); yield* sleep(1) }
}`),
    },
    {
      name: 'a field',
      file: `export class Store {
  load = coroutine(function* () { yield* sleep(1) })
  main() { this.load() }
}`,
      message: 'floating',
      suggest: task(`export class Store {
  load = coroutine(function* () { yield* sleep(1) })
  main() { createTask(this.load()) }
}`),
    },
    {
      name: 'either a task or a coroutine',
      file: 'declare function either(): Task<void> | ReturnType<typeof save>\ncoroutine(function* () { either() })',
      only: 'typed',
      message: 'floating',
      output:
        'declare function either(): Task<void> | ReturnType<typeof save>\ncoroutine(function* () { yield* either() })',
      suggest: task(
        'declare function either(): Task<void> | ReturnType<typeof save>\ncoroutine(function* () { createTask(either()) })',
      ),
    },
    {
      name: 'map',
      body: 'ids.map((id) => save(id))',
      message: 'list',
      suggest: { gather: 'yield* gather(ids.map((id) => save(id)))' },
    },
    {
      name: 'map by name',
      body: 'ids.map(save)',
      message: 'list',
      suggest: { gather: 'yield* gather(ids.map(save))' },
    },
    { name: 'map outside of coroutines', file: 'ids.map((id) => save(id))', message: 'list' },
    { name: 'forEach', body: 'ids.forEach((id) => save(id))', message: 'forEach' },
    { name: 'forEach with a block', body: 'ids.forEach((id) => { return save(id) })', message: 'forEach' },
    { name: 'forEach by name', body: 'ids.forEach(save)', message: 'forEach' },
    {
      name: 'a list that is only counted, with the option',
      body: 'const list = []; list.push(load(1)); log(list.length)',
      message: 'counted',
      options: [{ countedLists: true }],
    },
  ],
)
