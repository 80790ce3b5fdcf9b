// Where our own rules do not hold in this repository, and why. Files elsewhere carry no comments about it.

interface Exception {
  files: string[]
  rules: string[]
  why: string
}

export const exceptions: Exception[] = [
  {
    files: ['packages/*/test/**', 'conformance/**'],
    rules: ['rethrow-cancellation'],
    why: 'They write down what they catch, cancellations among it, and then end.',
  },
  {
    files: ['apps/bench/src/programs/throw/acoro.ts'],
    rules: ['rethrow-cancellation'],
    why: 'It measures nothing but a throw and its catch.',
  },
  {
    files: ['apps/bench/src/scaling/*.ts'],
    rules: ['rethrow-cancellation', 'no-dropped-permit'],
    why: 'They measure waits that end in any way, and waits for a lock that nobody gives back.',
  },
  {
    files: ['scripts/.examples/pages/docs__when-it-hangs-*.ts'],
    rules: ['rethrow-cancellation'],
    why: 'The page shows what debug mode says of a swallowed cancellation.',
  },
  {
    files: [
      'packages/compat/test/**/events.test.ts',
      'packages/core/test/**/debugged.ts',
      'packages/core/test/**/{debug,debug-process,forgotten-star,unawaited}.test.ts',
      'packages/core/test/programs/forgotten.ts',
      'packages/testing/test/**/sequencer.test.ts',
      'packages/testing/test/**/virtual.test.ts',
    ],
    rules: ['no-floating-awaitable'],
    why: 'They test what becomes of a coroutine that is made and dropped.',
  },
  {
    files: ['scripts/.examples/async/*.ts'],
    rules: ['yield-star'],
    why: 'What a compiler makes of an async function yields what it awaits.',
  },
  {
    files: ['conformance/fuzz/interpreter.ts'],
    rules: ['no-floating-awaitable'],
    why: 'A step of a random program starts a task and lets it run.',
  },
  {
    files: [
      'packages/compat/test/**/coroutine-as-promise.test.ts',
      'packages/core/test/**/{coroutine,forgotten-star,unawaited}.test.ts',
    ],
    rules: ['no-awaitable-as-value', 'no-await-awaitable', 'yield-star'],
    why: 'They test what a coroutine does that is used as its result.',
  },
  {
    files: ['packages/sync/test/**/{mutex-suite,scaling.test}.ts'],
    rules: ['no-dropped-permit'],
    why: 'It tests what waits for a lock that nobody gives back.',
  },
  {
    files: ['packages/compat/test/**/co.test.ts', 'packages/testing/test/**/step-coroutine.test.ts'],
    rules: ['yield-star', 'require-yield'],
    why: 'They drive generators that yield what coroutines must not.',
  },
  {
    files: ['packages/core/test/**/options.test.ts'],
    rules: ['no-generator-callback'],
    why: 'It tests how a generator function is refused.',
  },
]
