// What V8 adds to the language, for core is compiled without the types of Node: those declare it too.
interface ErrorConstructor {
  stackTraceLimit: number
  captureStackTrace(target: object, below?: (...args: never[]) => unknown): void
}
