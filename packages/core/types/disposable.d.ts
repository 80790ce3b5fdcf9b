// `using` for programs whose `lib` is older than it: TypeScript declares these in `esnext.disposable`, and
// where that, or Node's types, is there too, the declarations merge. Without them the published types would
// not compile.

interface SymbolConstructor {
  readonly dispose: unique symbol
  readonly asyncDispose: unique symbol
}

interface Disposable {
  [Symbol.dispose](): void
}

interface AsyncDisposable {
  [Symbol.asyncDispose](): PromiseLike<void>
}
