// Coroutines as tests of `bun test`.

export { type BunIt, type BunOptions, it, virtual } from './runners/bun.ts'
export type { RegisterEach, RegisterTest, RegisterTodo, TestSettings } from './runners/test-types.ts'
