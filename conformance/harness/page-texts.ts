// What the page says that follows from no program: differences that concern every one of them, and what reprs
// show.

/** What shows in no trace, or is pinned for the recording. */
export const differences: readonly string[] = [
  'Times are milliseconds, and names are camelCase.',
  '`ValueError` is `RangeError`; wrong arguments are refused at the call, not where the coroutine is awaited.',
  'Tasks are held strongly; asyncio keeps weak references, and a task nobody keeps can disappear half-way.',
  'A group cancels its children in order of creation; CPython, in the order of a set. The recording pins CPython to the order of creation.',
  '`asyncio.wait` and `as_completed` start coroutines in the order of a set; acoro, in the order of the arguments. The recording pins CPython to that.',
  'Where a method of asyncio raises before it gives a coroutine, a promise of acoro rejects: `runForever`, `runUntilComplete`, `run`.',
]

/** What stands in a repr where asyncio shows a place. */
export const places: readonly string[] = [
  '## Places in reprs',
  '',
  'Traces are compared without places: `at file:line` is taken out of both halves, which cannot share a file. What places',
  'acoro shows is held by [places.test.ts](../packages/core/test/task/places.test.ts) by itself.',
  '',
  'A function of JavaScript cannot be asked for its place, as one of Python can. A coroutine that is suspended or runs is',
  'asked where it stands, when somebody looks; for the rest `coroutine(fn)` keeps the line it was called on, once for each',
  'function. A place that nobody knows is left out, as asyncio leaves it out where there is no source.',
  '',
  '| the task | `coroutine(function* work() {…})` | a plain generator | `function* main`, handed to `run` |',
  '|---|---|---|---|',
  '| has not begun | `work() running at` its definition | `coroutine() running` | `main() running` |',
  '| runs, or waits | `work() running at` its line | `plain() running at` its line | `main() running at` its line |',
  '| stands at a bare `yield` | `work() running` | `coroutine() running` | `main() running` |',
  '| is done | `work() done, defined at` its definition | `plain() done`, if it was looked at before, else `coroutine() done` | `main() done` |',
  '',
  'The line shown is that of the outermost coroutine, as in asyncio; `getStack()` has them all. A decorated method has no',
  'definition: on top of it stands the helper of a transpiler. A task in the middle of a step, looked at from a task that it',
  'starts eagerly, shows its line unless the outermost coroutine is itself in that step. A callback shows its name, as',
  '`cb=[callback()]`; in debug mode done callbacks, handles, futures and tasks say `created at` for the line that made them.',
  '',
]
