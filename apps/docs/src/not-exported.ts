// The types that signatures mention and packages do not export, because nobody has to write them down: the
// reference shows their names without a link. One that is not listed here fails the build, as does one that
// is no longer met.

export const notExported: Record<string, string[]> = {
  '@acoro/core': [
    // Computed from what a function is given.
    ...['EmittedBy', 'GeneratorFunctionOf', 'Results', 'Settled'],
    // What `yield` and `yield*` hand over.
    ...['AnyIterator', 'Emission'],
    // Given in place, as a literal or as a function.
    ...['Exit', 'ExternalOptions', 'Named'],
    // Base classes and interfaces, whose public members are shown where they are inherited.
    ...['Joint', 'Scheduler', 'Timer', 'Tracked'],
    ...['TaskHooks'],
    // Types of higher floors, under the names by which lower ones pass them on; the kinds of options.
    ...['Basic', 'ContextVar', 'EventLoop', 'TheTask'],
  ],
  '@acoro/sync': ['Releasable', 'Chosen', 'IndexOf'],
  // Computed from what a function or an object is made for.
  '@acoro/async': [
    'Called',
    'Calls',
    'ChildBody',
    'Chosen',
    'Fn',
    'Made',
    'Platforms',
    'Rest',
    'Result',
    'Waits',
  ],
  '@acoro/compat': [
    'AnyFunction',
    'AsyncifiedEach',
    'CoroutinifiedEach',
    'Item',
    'Overloaded',
    'SignaturesOf',
  ],
  '@acoro/testing': [
    'GlobalTimer',
    'MatcherContext',
    'MatcherResult',
    'Setter',
    'TimerCallback',
    'TimerKind',
  ],
  '@acoro/streams': ['Output', 'Readable'],
  '@acoro/executors': ['AnyFunction'],
  '@acoro/distributed': ['AnyFunction', 'ErrorClass', 'FunctionOf'],
  // What Pool is for its parts; its members are internal.
  '@acoro/service': ['Lender', 'Line'],
}
